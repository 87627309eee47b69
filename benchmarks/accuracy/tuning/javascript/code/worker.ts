import Fastify from 'fastify';
import vm from 'node:vm';

const server = Fastify();

server.post('/plugins/run', async (request) => {
  const { source, input } = request.body as { source: string; input: unknown };
  const context = vm.createContext({ input, output: null });
  vm.runInContext('output = String(input).length', context, { timeout: 100 });
  return { output: context.output };
});

server.listen({ port: 3000 });
