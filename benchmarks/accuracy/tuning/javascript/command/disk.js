const util = require('util');
const exec = util.promisify(require('child_process').exec);
const Koa = require('koa');
const app = new Koa();

app.use(async (ctx) => {
  const folder = ctx.request.query.folder;
  const { stdout } = await exec(`du -sh ${folder}`);
  ctx.body = stdout;
});
