import { GetServerSideProps } from 'next';
import { QueryTypes } from 'sequelize';
import { sequelize } from '../lib/db';

export const getServerSideProps: GetServerSideProps = async ({ query }) => {
  const rows = await sequelize.query('SELECT day, count FROM calls WHERE month = :month', {
    replacements: { month: query.month },
    type: QueryTypes.SELECT,
  });
  return { props: { rows } };
};

export default function Calls({ rows }: { rows: any[] }) {
  return <ul>{rows.map((row) => <li key={row.day}>{row.count}</li>)}</ul>;
}
