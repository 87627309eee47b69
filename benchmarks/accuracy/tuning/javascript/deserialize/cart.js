const serialize = require('node-serialize');
const express = require('express');
const app = express();
app.use(require('cookie-parser')());

app.get('/cart', (req, res) => {
  const text = Buffer.from(req.cookies.cart, 'base64').toString();
  const cart = serialize.unserialize(text);
  res.json(cart.items);
});
