import { promises as fs } from 'node:fs';
import { FastifyInstance } from 'fastify';

interface Note {
  title: string;
  text: string;
}

export async function routes(server: FastifyInstance): Promise<void> {
  server.post<{ Body: Note }>('/notes', async (request, reply) => {
    const { title, text } = request.body;
    if (!/^[\w-]+$/.test(title)) {
      return reply.code(400).send();
    }
    await fs.writeFile(`/var/notes/${title}.md`, text, 'utf8');
    return reply.code(201).send();
  });
}
