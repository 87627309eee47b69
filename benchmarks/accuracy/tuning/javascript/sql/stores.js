const knex = require('knex')({ client: 'mysql2' });
const fastify = require('fastify')();

fastify.get('/stores', async (request, reply) => {
  const region = request.headers['x-region'];
  const stores = await knex('stores').whereRaw("region = '" + region + "'").select();
  return stores;
});

fastify.listen({ port: 3000 });
