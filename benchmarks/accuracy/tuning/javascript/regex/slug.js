const app = require('express')();

app.get('/slug', (req, res) => {
  const ok = /^([a-z0-9]+-?)+$/.test(req.query.slug);
  res.json({ ok });
});
