const express = require('express');

const app = express();

app.get('/calc', (req, res) => {
  const expression = req.query.expr;
  const result = expression.split('+').reduce((sum, part) => sum + Number(part), 0);
  res.json({ result });
});

app.listen(3000);
