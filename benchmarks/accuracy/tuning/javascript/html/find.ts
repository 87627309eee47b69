import Fastify from 'fastify';

const server = Fastify({ logger: true });

function layout(title: string, body: string): string {
  return '<html><title>' + title + '</title><body>' + body + '</body></html>';
}

server.get<{ Querystring: { q: string } }>('/search', async (request, reply) => {
  const words = request.query.q.split(' ');
  const items = [`<li>${words.length} words</li>`];
  return reply.type('text/html').send(layout('Search', items.join('')));
});

server.listen({ port: 3000 });
