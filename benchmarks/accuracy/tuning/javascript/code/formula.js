const express = require('express');

const app = express();

app.get('/calc', (req, res) => {
  const expression = req.query.expr;
  const compute = new Function('x', `return ${expression}`);
  const result = compute(2);
  res.json({ result });
});

app.listen(3000);
