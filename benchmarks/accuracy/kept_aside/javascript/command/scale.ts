import { execFileSync } from 'node:child_process';
import type { NextApiRequest, NextApiResponse } from 'next';

type Options = { width: string; format: string };

export default function handler(req: NextApiRequest, res: NextApiResponse) {
  const options = req.body as Options;
  const parts = ['convert', 'in.png', '-resize', options.width, 'out.png'];
  if (!/^\d+$/.test(options.width)) {
    return res.status(400).end();
  }
  const output = execFileSync(parts[0], parts.slice(1));
  res.status(200).json({ size: output.length });
}
