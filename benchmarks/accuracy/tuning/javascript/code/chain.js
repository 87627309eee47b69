const app = require('express')();

app.get('/chain', (req, res) => {
  const run = {}.constructor.constructor('return ' + req.query.sum);
  res.json({ sum: run() });
});
