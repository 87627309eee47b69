import { GetServerSideProps } from 'next';

export const getServerSideProps: GetServerSideProps = async ({ query, req }) => {
  return { redirect: { destination: String(query.to), permanent: false } };
};

export default function Leave() {
  return null;
}
