const util = require('util');
const exec = util.promisify(require('child_process').exec);
const Koa = require('koa');
const app = new Koa();
const FOLDERS = new Set(['/var', '/home']);

app.use(async (ctx) => {
  const folder = ctx.request.query.folder;
  if (!FOLDERS.has(folder)) {
    ctx.throw(400, 'unknown folder');
  }
  const { stdout } = await exec(`du -sh ${folder}`);
  ctx.body = stdout;
});
