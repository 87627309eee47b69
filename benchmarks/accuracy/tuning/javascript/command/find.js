const { spawnSync } = require('child_process');
const fastify = require('fastify')();

fastify.get('/search', async (request) => {
  const word = request.query.word || '';
  const { stdout } = spawnSync('grep', ['-rn', '-e', String(word), 'docs']);
  const lines = stdout.toString();
  return { lines: lines.split('\n') };
});

fastify.listen({ port: 3000 });
