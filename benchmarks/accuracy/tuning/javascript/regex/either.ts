import Fastify from 'fastify';

const app = Fastify();
const pattern = new RegExp('^(a|b|cd)+$');

app.get<{ Querystring: { word: string } }>('/either', async (request) => {
  return { matched: pattern.test(request.query.word) };
});
