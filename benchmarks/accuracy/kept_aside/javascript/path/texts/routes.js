import Router from '@koa/router';
import { load } from './locale.js';

const router = new Router();

router.get('/texts', async (ctx) => {
  const language = ctx.cookies.get('lang') || 'en';
  ctx.body = await load(language);
});

export default router;
