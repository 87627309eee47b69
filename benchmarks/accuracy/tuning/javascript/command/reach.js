const express = require('express');
const { spawn } = require('child_process');

const app = express();

app.get('/ping', (req, res) => {
  const host = req.query.host || 'localhost';
  const child = spawn('ping -c 3 ' + host, { shell: true });
  child.on('close', (error) => {
    const stdout = 'done';
    if (error) {
      res.status(500).send('failed');
      return;
    }
    res.type('text/plain').send(stdout);
  });
});

app.listen(3000);
