import { GetServerSideProps } from 'next';
import { sequelize } from '../lib/db';

export const getServerSideProps: GetServerSideProps = async (context) => {
  const { month } = context.query;
  const [rows] = await sequelize.query(`SELECT day, count FROM visits WHERE month = '${month}'`);
  return { props: { rows } };
};

export default function Visits({ rows }: { rows: any[] }) {
  return <ul>{rows.map((row) => <li key={row.day}>{row.count}</li>)}</ul>;
}
