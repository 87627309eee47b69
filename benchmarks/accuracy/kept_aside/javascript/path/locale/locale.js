import { readFile } from 'node:fs/promises';

const LANGUAGES = ['en', 'de'];

export async function load(language) {
  const text = await readFile(`locales/${language}.json`, 'utf8');
  return JSON.parse(text);
}
