const Router = require('@koa/router');
const { Client } = require('pg');

const router = new Router();
const client = new Client();
const COLUMNS = ['title', 'year', 'artist'];

router.get('/songs', async (ctx) => {
  const where = [];
  const values = [];
  for (const [key, value] of Object.entries(ctx.query)) {
    if (!COLUMNS.includes(key)) continue;
    values.push(value);
    where.push(`${key} = $${values.length}`);
  }
  const sql = 'SELECT * FROM songs' + (where.length ? ' WHERE ' + where.join(' AND ') : '');
  const { rows } = await client.query(sql, values);
  ctx.body = rows;
});

module.exports = router;
