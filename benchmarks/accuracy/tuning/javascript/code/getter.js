const app = require('express')();

app.get('/getter', (req, res) => {
  const make = (() => {}).constructor;
  const read = make('o', 'return o.' + req.query.field);
  res.json(read({ a: 1, b: 2 }));
});
