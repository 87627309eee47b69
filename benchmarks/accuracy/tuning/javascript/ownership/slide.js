const fastify = require('fastify')();
const knex = require('knex')({ client: 'pg' });

fastify.addHook('preHandler', async (request) => {
  await request.jwtVerify();
});

fastify.get('/slides/:id', async (request, reply) => {
  const slide = await knex('slides').where({ id: request.params.id, user_id: request.user.id }).first();
  return slide;
});
