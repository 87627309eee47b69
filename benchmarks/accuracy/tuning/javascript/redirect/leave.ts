import type { NextApiRequest, NextApiResponse } from 'next';

const DEFAULT = '/';

export default function handler(req: NextApiRequest, res: NextApiResponse) {
  const { to } = req.query;
  const target = Array.isArray(to) ? to[0] : to;
  res.redirect(302, target ?? DEFAULT);
}
