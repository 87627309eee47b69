import Fastify from 'fastify';

const app = Fastify();
const pattern = new RegExp('^(a|aa|b)+$');

app.get<{ Querystring: { word: string } }>('/choice', async (request) => {
  return { matched: pattern.test(request.query.word) };
});
