const express = require('express');
const app = express();

const mark = (text) => String(text).replace(/\b\w/g, (one) => one.toUpperCase());

app.get('/attic', async (req, res) => {
  const room = mark(req.query['room']);
  res.send(`<h1>${room}</h1>`);
});
