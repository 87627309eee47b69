import { PrismaClient } from '@prisma/client';
import Fastify from 'fastify';
import { authenticate } from './auth';

const prisma = new PrismaClient();
const server = Fastify();

server.put<{ Params: { id: string }; Body: { text: string } }>(
  '/notes/:id',
  { preHandler: authenticate },
  async (request) => {
    const id = Number(request.params.id);
    const author = request.user.id;
    return prisma.note.updateMany({ where: { id, author }, data: { text: String(request.body.text) } });
  },
);

server.listen({ port: 3000 });
