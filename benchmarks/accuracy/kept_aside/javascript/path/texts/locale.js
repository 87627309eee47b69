import { readFile } from 'node:fs/promises';

const LANGUAGES = ['en', 'de'];

export async function load(language) {
  const known = LANGUAGES.includes(language) ? language : 'en';
  const text = await readFile(`locales/${known}.json`, 'utf8');
  return JSON.parse(text);
}
