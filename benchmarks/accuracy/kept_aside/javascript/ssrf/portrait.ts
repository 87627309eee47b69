import axios from 'axios';
import { Router, Request, Response } from 'express';

const router = Router();

router.get('/avatar', async (req: Request, res: Response) => {
  const source = String(req.query.src);
  if (!source.startsWith('https://avatars.example.org/')) {
    res.sendStatus(400);
    return;
  }
  const picture = await axios.get(source, { responseType: 'arraybuffer', maxRedirects: 0 });
  res.type('image/png').send(picture.data);
});

export default router;
