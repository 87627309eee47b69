import { execSync } from 'node:child_process';
import type { NextApiRequest, NextApiResponse } from 'next';

type Options = { width: string; format: string };

export default function handler(req: NextApiRequest, res: NextApiResponse) {
  const options = req.body as Options;
  const parts = ['convert', 'in.png', '-resize', String(parseInt(options.width, 10)), 'out.png'];
  const output = execSync(parts.join(' '));
  res.status(200).json({ size: output.length });
}
