const ejs = require('ejs');
const Koa = require('koa');
const app = new Koa();
app.use(require('koa-body')());

app.use(async (ctx) => {
  ctx.body = await ejs.renderFile('views/note.ejs', { text: ctx.request.body.text });
});
