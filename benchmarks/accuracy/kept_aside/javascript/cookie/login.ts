import cookie from '@fastify/cookie';
import Fastify from 'fastify';
import { createSession } from './sessions';

const server = Fastify();
server.register(cookie);

server.post('/login', async (request, reply) => {
  const sid = await createSession(request.body);
  const options = { path: '/', httpOnly: true };
  reply.setCookie('sid', sid, options);
  return { ok: true };
});

server.listen({ port: 3000 });
