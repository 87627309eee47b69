const path = require('path');
const fs = require('fs');
const express = require('express');
const app = express();

app.get('/letters/:name', (req, res, next) => {
  const file = path.join(__dirname, 'letters', req.params.name);
  fs.readFile(file, 'utf8', (err, text) => (err ? next(err) : res.type('text/plain').send(text)));
});
