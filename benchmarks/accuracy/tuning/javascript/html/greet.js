const express = require('express');

const app = express();

app.get('/hello', (req, res) => {
  const name = req.query.name || 'you';
  res.json({ hello: name });
});

app.listen(3000);
