import { createCipheriv } from 'crypto';

export function seal(key: Buffer, text: string): Buffer {
  const cipher = createCipheriv('aes-256-ecb', key, null);
  return Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
}
