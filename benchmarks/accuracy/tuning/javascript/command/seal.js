const cp = require('child_process');
const express = require('express');
const app = express();

app.get('/seal', (req, res) => {
  const text = String(req.query.text).replace(/[^A-Za-z]/g, '');
  cp.exec(`banner ${text}`, (err, out) => res.type('text/plain').send(out));
});
