import Fastify, { FastifyRequest } from 'fastify';
import mysql from 'mysql2/promise';

interface ListQuery {
  sort?: string;
}

const server = Fastify();
const db = mysql.createPool({ host: 'db', database: 'people' });

server.get('/users', async (request: FastifyRequest<{ Querystring: ListQuery }>) => {
  const sort = request.query.sort ?? 'name';
  const [rows] = await db.query('SELECT name, mail FROM users ORDER BY ' + sort);
  return rows;
});

server.listen({ port: 8080 });
