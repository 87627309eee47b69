const app = require('express')();

app.get('/field', (req, res) => {
  const known = { a: 1, b: 2 };
  const value = Object.entries(known).find(([name]) => name === req.query.field);
  res.json(value);
});
