const axios = require('axios');
const fastify = require('fastify')();
const client = axios.create({ timeout: 2000 });

fastify.post('/hook', async (request) => {
  const { target, payload } = request.body;
  const answer = await client({ method: 'post', url: target, data: payload });
  return { status: answer.status };
});
