const axios = require('axios');
const fastify = require('fastify')();
const client = axios.create({ timeout: 2000 });
const HOSTS = new Set(['hooks.example', 'bells.example']);

fastify.post('/bell', async (request, reply) => {
  const { target, payload } = request.body;
  const parsed = new URL(target);
  if (parsed.protocol !== 'https:' || !HOSTS.has(parsed.hostname)) {
    return reply.code(400).send();
  }
  const answer = await client({ method: 'post', url: parsed.href, data: payload });
  return { status: answer.status };
});
