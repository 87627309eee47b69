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
  const next = req.query.next || '/';
  res.redirect(next.startsWith('/') ? next : '/');
});

app.listen(3000);
