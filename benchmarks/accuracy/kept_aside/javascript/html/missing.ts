import Koa from 'koa';

const app = new Koa();

app.use(async (ctx, next) => {
  await next();
  if (ctx.status === 404) {
    ctx.status = 404;
    ctx.type = 'text/plain';
    ctx.body = `<p>${decodeURIComponent(ctx.path)} was not found</p>`;
  }
});

app.listen(3000);
