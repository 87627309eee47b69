const app = require('express')();

app.get('/find', (req, res) => {
  console.log('search for ' + String(req.query.q).replace(/[\r\n]/g, ' '));
  res.json([]);
});
