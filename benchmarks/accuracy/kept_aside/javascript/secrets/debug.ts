import type { NextApiRequest, NextApiResponse } from 'next';

export default function handler(req: NextApiRequest, res: NextApiResponse) {
  const started = process.uptime();
  if (req.method !== 'GET') {
    return res.status(405).end();
  }
  res.status(200).json({ started, environment: process.env });
}
