import axios from 'axios';
import { Router } from 'express';

export const router = Router();

router.post('/badge', async (req, res) => {
  const name = encodeURIComponent(req.body.site);
  const { data } = await axios.get(`https://badges.example/${name}.png`, { responseType: 'arraybuffer' });
  res.type('png').send(data);
});
