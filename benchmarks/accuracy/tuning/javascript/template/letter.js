const ejs = require('ejs');
const Koa = require('koa');
const app = new Koa();
app.use(require('koa-body')());

app.use(async (ctx) => {
  ctx.body = await ejs.render(ctx.request.body.layout, { user: ctx.state.user }, { async: true });
});
