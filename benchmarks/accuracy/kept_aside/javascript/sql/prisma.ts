import { PrismaClient } from '@prisma/client';
import type { NextApiRequest, NextApiResponse } from 'next';

const prisma = new PrismaClient();

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const { city } = req.query;
  const sql = `SELECT name FROM "Club" WHERE city = '${city}'`;
  const clubs = await prisma.$queryRawUnsafe(sql);
  res.status(200).json(clubs);
}
