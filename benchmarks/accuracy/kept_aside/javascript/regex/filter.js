const express = require('express');
const words = require('./words.json');

const app = express();

app.get('/words', (req, res) => {
  const pattern = new RegExp(req.query.pattern, 'i');
  res.json(words.filter((word) => pattern.test(word)));
});

app.listen(3000);
