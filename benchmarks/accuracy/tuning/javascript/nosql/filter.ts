import { Request, Response, Router } from 'express';
import { Product } from './models';

const router = Router();

router.get('/products', async (req: Request, res: Response) => {
  const filter = JSON.parse(String(req.query.filter ?? '{}'));
  const products = await Product.find(filter).limit(50);
  res.json(products);
});

export default router;
