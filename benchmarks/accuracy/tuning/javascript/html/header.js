const express = require('express');

const app = express();

app.get('/hello', (req, res) => {
  const name = req.query.name || 'you';
  res.set('Content-Type', 'text/plain').send('Hello, ' + name);
});

app.listen(3000);
