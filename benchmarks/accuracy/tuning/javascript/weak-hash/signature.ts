import { createHash } from 'node:crypto';

export function sign(text: string, key: string): string {
  return createHash('sha1').update(key).update(text).digest('base64');
}

export function verify(text: string, key: string, signature: string): boolean {
  return sign(text, key) === signature;
}
