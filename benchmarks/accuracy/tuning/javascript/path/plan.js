const path = require('path');
const { promises: fs } = require('fs');
const Koa = require('koa');
const app = new Koa();
const ROOT = path.resolve('plans');

app.use(async (ctx) => {
  const file = path.resolve(ROOT, ctx.query.file);
  const inner = path.relative(ROOT, file);
  if (inner.startsWith('..') || path.isAbsolute(inner)) {
    ctx.throw(403);
  }
  ctx.body = await fs.readFile(file, 'utf8');
});
