const app = require('express')();
const NAMES = ['ann', 'bob', 'cid'];

app.get('/made', (req, res) => {
  const wanted = new RegExp(req.query.q, 'i');
  res.json(NAMES.filter((name) => wanted.test(name)));
});
