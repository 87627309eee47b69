const http = require('http');
const Fastify = require('fastify');

const server = Fastify();

function status(host) {
  return new Promise((resolve, reject) => {
    http.get({ host, path: '/health' }, (answer) => resolve(answer.statusCode)).on('error', reject);
  });
}

server.get('/health/:host', async (request) => {
  return { status: await status(request.params.host) };
});

server.listen({ port: 3000 });
