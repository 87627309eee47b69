const Router = require('@koa/router');

const router = new Router();
const known = ['mail', 'chat'];

router.post('/hooks/:name', async (ctx) => {
  const name = ctx.params.name;
  const hook = require('./hooks/' + decodeURIComponent(name));
  ctx.body = await hook.run(ctx.request.body);
});

module.exports = router;
