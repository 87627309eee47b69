const http = require('http');
const Fastify = require('fastify');

const server = Fastify();

function status(host) {
  return new Promise((resolve, reject) => {
    http.get({ host, path: '/health' }, (answer) => resolve(answer.statusCode)).on('error', reject);
  });
}

server.get('/health/:host', async (request) => {
  const hosts = { web: 'web.internal', db: 'db.internal' };
  const host = Object.hasOwn(hosts, request.params.host) ? hosts[request.params.host] : 'web.internal';
  return { status: await status(host) };
});

server.listen({ port: 3000 });
