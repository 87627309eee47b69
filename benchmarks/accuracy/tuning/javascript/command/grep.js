const { execSync } = require('child_process');
const fastify = require('fastify')();

fastify.get('/search', async (request) => {
  const word = (request.query.word || '').replace(/"/g, '');
  const lines = execSync(`grep -rn "${word}" docs | head -20`).toString();
  return { lines: lines.split('\n') };
});

fastify.listen({ port: 3000 });
