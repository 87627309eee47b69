import axios from 'axios';
import { Router, Request, Response } from 'express';

const router = Router();

router.get('/avatar', async (req: Request, res: Response) => {
  const source = String(req.query.src);
  const picture = await axios.get(source, { responseType: 'arraybuffer', timeout: 3000 });
  res.type('image/png').send(picture.data);
});

export default router;
