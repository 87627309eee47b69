const express = require('express');
const { authenticate } = require('./accounts');

const app = express();
app.use(express.urlencoded({ extended: false }));

app.post('/login', async (req, res) => {
  const user = await authenticate(req.body.name, req.body.password);
  if (!user) {
    return res.status(401).send('no');
  }
  req.session.uid = user.id;
  const url = new URL(String(req.query.next || '/'), 'https://shop.example.org');
  res.redirect(url.origin === 'https://shop.example.org' ? url.href : '/');
});

app.listen(3000);
