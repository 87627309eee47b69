const express = require('express');
const app = express();
app.use(require('cookie-parser')());

app.get('/basket', (req, res) => {
  const text = Buffer.from(req.cookies.basket, 'base64').toString();
  const basket = JSON.parse(text);
  res.json(basket.items);
});
