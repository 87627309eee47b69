const escapeStringRegexp = require('escape-string-regexp');
const app = require('express')();
const NAMES = ['ann', 'bob', 'cid'];

app.get('/quoted', (req, res) => {
  const wanted = new RegExp(escapeStringRegexp(String(req.query.q)), 'i');
  res.json(NAMES.filter((name) => wanted.test(name)));
});
