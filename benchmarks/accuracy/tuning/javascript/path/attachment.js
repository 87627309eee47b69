const express = require('express');
const path = require('path');

const app = express();
const ROOT = '/srv/files';

app.get('/download', (req, res) => {
  const file = path.join(ROOT, path.basename(req.query.name));
  res.sendFile(file);
});

app.listen(3000);
