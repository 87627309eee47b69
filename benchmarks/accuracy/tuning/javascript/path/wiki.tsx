import fs from 'fs';
import path from 'path';
import type { GetServerSidePropsContext } from 'next';

export async function getServerSideProps(context: GetServerSidePropsContext) {
  const slug = context.query.slug as string;
  if (!/^[a-z-]+$/.test(slug)) {
    return { notFound: true };
  }
  const text = fs.readFileSync(path.join(process.cwd(), 'wiki', `${slug}.md`), 'utf8');
  return { props: { text } };
}

export default function Page({ text }: { text: string }) {
  return <article>{text}</article>;
}
