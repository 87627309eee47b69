import fs from 'fs';
import path from 'path';
import type { GetServerSidePropsContext } from 'next';

export async function getServerSideProps(context: GetServerSidePropsContext) {
  const slug = context.query.slug as string;
  const text = fs.readFileSync(path.join(process.cwd(), 'posts', `${slug}.md`), 'utf8');
  return { props: { text } };
}

export default function Post({ text }: { text: string }) {
  return <article>{text}</article>;
}
