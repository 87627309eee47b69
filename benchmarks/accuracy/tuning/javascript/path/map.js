const path = require('path');
const { promises: fs } = require('fs');
const Koa = require('koa');
const app = new Koa();
const ROOT = path.resolve('maps');

app.use(async (ctx) => {
  const file = ROOT + '/' + ctx.query.file;
  if (!file.startsWith(ROOT)) {
    ctx.throw(403);
  }
  ctx.body = await fs.readFile(file, 'utf8');
});
