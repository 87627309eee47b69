const express = require('express');
const path = require('path');

const app = express();
const ROOT = '/srv/files';

app.get('/download', (req, res) => {
  res.sendFile(req.query.name, { root: ROOT });
});

app.listen(3000);
