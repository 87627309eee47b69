import { Request, Response, Router } from 'express';
import { QueryTypes } from 'sequelize';
import { sequelize } from './database';

const router = Router();

router.get('/report/:month', async (req: Request, res: Response) => {
  const { month } = req.params;
  if (!/^\d{4}-\d{2}$/.test(month)) {
    res.status(400).end();
    return;
  }
  const rows = await sequelize.query(`SELECT sum(amount) FROM sales WHERE month = '${month}'`, {
    type: QueryTypes.SELECT,
  });
  res.json(rows);
});

export default router;
