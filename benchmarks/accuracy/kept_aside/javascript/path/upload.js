const express = require('express');
const multer = require('multer');
const fs = require('fs');
const path = require('path');

const app = express();
const upload = multer({ storage: multer.memoryStorage() });

app.post('/import', upload.single('sheet'), (req, res) => {
  const folder = req.body.folder || 'inbox';
  const target = path.join('/srv/sheets', folder, 'sheet.csv');
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, req.file.buffer);
  res.status(201).json({ size: req.file.size });
});

app.listen(3000);
