const express = require('express');

const app = express();

app.get('/calc', (req, res) => {
  const expression = req.query.expr;
  const result = JSON.parse(expression);
  res.json({ result });
});

app.listen(3000);
