const fastify = require('fastify')();
const knex = require('knex')({ client: 'pg' });

fastify.addHook('preHandler', async (request) => {
  await request.jwtVerify();
});

fastify.get('/scans/:id', async (request, reply) => {
  const scan = await knex('scans').where({ id: request.params.id }).first();
  return scan;
});
