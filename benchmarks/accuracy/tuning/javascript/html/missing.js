const Koa = require('koa');
const app = new Koa();

app.use(async (ctx, next) => {
  await next();
  if (ctx.status === 404) {
    ctx.type = 'text/plain';
    ctx.body = 'No page ' + decodeURIComponent(ctx.path);
  }
});
