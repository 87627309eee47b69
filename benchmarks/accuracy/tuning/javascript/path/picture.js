const express = require('express');

const app = express();
const ROOT = '/srv/files';

app.get('/download', (req, res) => {
  const file = ROOT + '/' + req.query.name;
  if (!file.startsWith(ROOT)) {
    return res.sendStatus(403);
  }
  res.sendFile(require('path').resolve(file));
});

app.listen(3000);
