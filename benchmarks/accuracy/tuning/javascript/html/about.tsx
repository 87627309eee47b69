import type { GetServerSideProps } from 'next';

type Props = { about: string };

export const getServerSideProps: GetServerSideProps<Props> = async ({ query }) => {
  return { props: { about: String(query.about ?? '') } };
};

export default function Profile({ about }: Props) {
  return (
    <main>
      <h1>Profile</h1>
      <div><em>{about}</em></div>
    </main>
  );
}
