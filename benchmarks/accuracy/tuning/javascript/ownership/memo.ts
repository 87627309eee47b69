import { Router } from 'express';
import { Memo } from './models/memo';
import { authenticate } from './middleware';

export const router = Router();

router.delete('/memos/:id', authenticate, async (req, res) => {
  const memo = await Memo.findOneAndDelete({ _id: req.params.id, owner: req.user!.id });
  res.sendStatus(memo ? 204 : 404);
});
