const express = require('express');
const words = require('./words.json');

const app = express();

app.get('/words', (req, res) => {
  const pattern = { test: (word) => word.startsWith(String(req.query.pattern)) };
  res.json(words.filter((word) => pattern.test(word)));
});

app.listen(3000);
