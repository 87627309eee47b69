const express = require('express');

const app = express();

app.get('/hello', (req, res) => {
  const name = req.query.name || 'you';
  res.set('Content-Type', 'text/html');
  res.write('<footer>' + name);
  res.end('</footer>');
});

app.listen(3000);
