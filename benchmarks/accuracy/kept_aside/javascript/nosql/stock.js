const Router = require('@koa/router');
const { Item } = require('./models');

const router = new Router();

router.get('/items', async (ctx) => {
  const least = ctx.query.least || '0';
  ctx.body = await Item.find({ stock: { $gt: Number(least) } }).exec();
});

module.exports = router;
