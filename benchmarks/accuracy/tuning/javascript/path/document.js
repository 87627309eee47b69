const express = require('express');
const path = require('path');

const app = express();
const ROOT = '/srv/files';

app.get('/download', (req, res) => {
  const file = path.resolve(ROOT, req.query.name);
  if (!file.startsWith(ROOT + path.sep)) {
    return res.sendStatus(403);
  }
  res.sendFile(file);
});

app.listen(3000);
