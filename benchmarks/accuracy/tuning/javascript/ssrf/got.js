const got = require('got');
const Koa = require('koa');

const app = new Koa();

app.use(async (ctx) => {
  const target = ctx.query.target || 'status';
  const answer = await got(`http://${target}.internal/`).json();
  ctx.body = answer;
});

app.listen(3000);
