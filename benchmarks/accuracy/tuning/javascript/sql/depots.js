const knex = require('knex')({ client: 'mysql2' });
const fastify = require('fastify')();

fastify.get('/depots', async (request, reply) => {
  const region = request.headers['x-region'];
  const depots = await knex('depots').whereRaw('region = ?', [region]).select();
  return depots;
});

fastify.listen({ port: 3000 });
