import { GetServerSideProps } from 'next';

export const getServerSideProps: GetServerSideProps = async ({ query, req }) => {
  return { redirect: { destination: '/home?from=' + encodeURIComponent(String(query.to)), permanent: false } };
};

export default function Home() {
  return null;
}
