import Fastify from 'fastify';
import _ from 'lodash';

const server = Fastify();
const profile: Record<string, unknown> = { name: 'reader' };

server.patch('/profile', async (request) => {
  const { path, value } = request.body as { path: string; value: string };
  _.set(profile, 'settings.' + (path === 'mail' ? 'mail' : 'name'), value);
  return profile;
});

server.listen({ port: 3000 });
