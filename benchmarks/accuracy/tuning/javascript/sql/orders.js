const express = require('express');
const { Pool } = require('pg');

const app = express();
const pool = new Pool();

app.get('/orders', async (req, res) => {
  const customer = req.query.customer;
  const result = await pool.query(`SELECT id, total FROM orders WHERE customer = '${customer}'`);
  res.json(result.rows);
});

app.listen(3000);
