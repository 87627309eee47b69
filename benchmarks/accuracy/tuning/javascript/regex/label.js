const app = require('express')();

app.get('/label', (req, res) => {
  const ok = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(req.query.label);
  res.json({ ok });
});
