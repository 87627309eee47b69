import Fastify from 'fastify';
import pug from 'pug';

const server = Fastify();

server.post('/pages', async (request, reply) => {
  const { layout, title } = request.body as { layout: string; title: string };
  const render = pug.compileFile(layout === 'wide' ? 'wide.pug' : 'narrow.pug');
  return reply.type('text/html').send(render({ title }));
});

server.listen({ port: 3000 });
