const yaml = require('js-yaml');
const Router = require('@koa/router');

const router = new Router();

router.post('/config', (ctx) => {
  const config = yaml.load(ctx.request.rawBody, { schema: yaml.JSON_SCHEMA });
  ctx.body = { keys: Object.keys(config) };
});

module.exports = router;
