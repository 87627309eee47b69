import { PrismaClient } from '@prisma/client';
import type { NextApiRequest, NextApiResponse } from 'next';

const prisma = new PrismaClient();

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const { floor } = req.query;
  const halls = await prisma.$queryRaw`SELECT * FROM "Hall" WHERE floor = ${floor}`;
  res.status(200).json(halls);
}
