import Fastify from 'fastify';

const MAIL = /^[a-z0-9]+([._-][a-z0-9]+)*@example\.org$/;
const server = Fastify();

server.post<{ Body: { mail: string } }>('/mail', async (request, reply) => {
  const { mail } = request.body;
  if (!MAIL.test(mail)) {
    return reply.code(400).send();
  }
  return { mail };
});

server.listen({ port: 3000 });
