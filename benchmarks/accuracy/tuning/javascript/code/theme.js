const express = require('express');
const app = express();

app.get('/theme/:name', (req, res) => {
  const theme = require('./themes/' + req.params.name);
  res.json(theme.colors);
});
