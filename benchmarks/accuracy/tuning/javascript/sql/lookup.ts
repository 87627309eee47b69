import { Request, Response, Router } from 'express';
import knex from 'knex';

const db = knex({ client: 'pg', connection: process.env.DATABASE_URL });
const router = Router();

function like(column: string, word: string): string {
  return `${column} ILIKE '%${word}%'`;
}

router.get('/search', async (req: Request, res: Response) => {
  const word = String(req.query.q ?? '');
  const rows = await db.raw('SELECT id, title FROM articles WHERE title ILIKE ?', [`%${word}%`]);
  res.json(rows.rows);
});

export { router };
