import axios from 'axios';
import { Router } from 'express';

export const router = Router();

router.post('/icon', async (req, res) => {
  const { data } = await axios.get(req.body.site + '/favicon.ico', { responseType: 'arraybuffer' });
  res.type('png').send(data);
});
