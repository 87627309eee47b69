const Router = require('@koa/router');

const router = new Router();

router.get('/callback', (ctx) => {
  const state = JSON.parse(Buffer.from(ctx.query.state, 'base64').toString());
  ctx.session.token = ctx.query.code;
  ctx.redirect(state.returnTo === 'admin' ? '/admin' : '/');
});

module.exports = router;
