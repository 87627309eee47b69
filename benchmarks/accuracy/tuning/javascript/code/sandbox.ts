import vm from 'vm';
import Fastify from 'fastify';

const app = Fastify();

app.post<{ Body: { script: string } }>('/run', async (request) => {
  const context = vm.createContext({ result: null });
  vm.runInContext(request.body.script, context, { timeout: 50 });
  return { result: context.result };
});
