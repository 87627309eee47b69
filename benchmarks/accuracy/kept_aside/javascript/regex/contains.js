const express = require('express');
const words = require('./words.json');

const app = express();

app.get('/words', (req, res) => {
  const escaped = String(req.query.pattern).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = new RegExp(escaped, 'i');
  res.json(words.filter((word) => pattern.test(word)));
});

app.listen(3000);
