import vm from 'vm';
import Fastify from 'fastify';

const app = Fastify();
const SCRIPT = new vm.Script('result = values.reduce((a, b) => a + b, 0)');

app.post<{ Body: { values: number[] } }>('/sum', async (request) => {
  const context = vm.createContext({ result: 0, values: request.body.values.map(Number) });
  SCRIPT.runInContext(context);
  return { result: context.result };
});
