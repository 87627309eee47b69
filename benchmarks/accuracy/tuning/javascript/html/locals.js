const express = require('express');
const app = express();

app.use((req, res, next) => {
  res.locals.name = req.query.name;
  next();
});

app.get('/locals', (req, res) => {
  res.send('<p>' + res.locals.name + '</p>');
});
