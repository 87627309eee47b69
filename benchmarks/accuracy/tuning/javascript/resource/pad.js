const app = require('express')();

app.get('/pad', (req, res) => {
  res.end(Buffer.alloc(parseInt(req.query.size, 10), 'x'));
});
