import Koa from 'koa';
import { Repository } from './repository.js';

const app = new Koa();
const repository = new Repository('shop.db');

app.use(async (ctx) => {
  ctx.body = repository.find({ name: ctx.query.name, limit: ctx.query.limit });
});

app.listen(3000);
