import { Router } from 'express';
import { Draft } from './models/draft';
import { authenticate } from './middleware';

export const router = Router();

router.delete('/drafts/:id', authenticate, async (req, res) => {
  const draft = await Draft.findByIdAndDelete(req.params.id);
  res.sendStatus(draft ? 204 : 404);
});
