const app = require('express')();

app.get('/search', (req, res) => {
  console.log('search for ' + req.query.q);
  res.json([]);
});
