const Router = require('@koa/router');
const { Client } = require('pg');

const router = new Router();
const client = new Client();

router.get('/films', async (ctx) => {
  const where = [];
  for (const [key, value] of Object.entries(ctx.query)) {
    where.push(`${key} = '${value}'`);
  }
  const sql = 'SELECT * FROM films' + (where.length ? ' WHERE ' + where.join(' AND ') : '');
  const { rows } = await client.query(sql);
  ctx.body = rows;
});

module.exports = router;
