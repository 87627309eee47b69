import { createHmac } from 'node:crypto';

export function sign(text: string, key: string): string {
  return createHmac('sha256', key).update(text).digest('base64');
}

export function verify(text: string, key: string, signature: string): boolean {
  return sign(text, key) === signature;
}
