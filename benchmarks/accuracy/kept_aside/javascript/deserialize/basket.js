const cookieParser = require('cookie-parser');
const express = require('express');

const app = express();
app.use(cookieParser());

app.get('/cart', (req, res) => {
  const text = Buffer.from(req.cookies.cart, 'base64').toString();
  const cart = JSON.parse(text);
  res.json(cart);
});

app.listen(3000);
