const express = require('express');
const { exec } = require('child_process');

const app = express();

app.get('/ping', (req, res) => {
  const host = req.query.host || 'localhost';
  exec('ping -c 3 ' + host, (error, stdout) => {
    if (error) {
      res.status(500).send('failed');
      return;
    }
    res.type('text/plain').send(stdout);
  });
});

app.listen(3000);
