const cp = require('child_process');
const express = require('express');
const app = express();

app.get('/stamp', (req, res) => {
  const text = req.query.text.replace(/\w+/g, (word) => word.toUpperCase());
  cp.exec(`banner "${text}"`, (err, out) => res.send(out));
});
