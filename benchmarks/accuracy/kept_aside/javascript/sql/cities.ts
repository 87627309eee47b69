import { PrismaClient } from '@prisma/client';
import type { NextApiRequest, NextApiResponse } from 'next';

const prisma = new PrismaClient();

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const { city } = req.query;
  const clubs = await prisma.club.findMany({ where: { city: String(city) }, select: { name: true } });
  res.status(200).json(clubs);
}
