const Koa = require('koa');
const bodyParser = require('koa-bodyparser');
const sqlite3 = require('better-sqlite3');

const app = new Koa();
const db = sqlite3('users.db');

function findUser(name, digest) {
  const sql = "SELECT id FROM users WHERE name = '" + name + "' AND digest = '" + digest + "'";
  return db.prepare(sql).get();
}

app.use(bodyParser());
app.use(async (ctx) => {
  const { name, digest } = ctx.request.body;
  const user = findUser(name, digest);
  ctx.status = user ? 200 : 401;
});

app.listen(3000);
