const AdmZip = require('adm-zip');
const fs = require('fs');
const path = require('path');
const express = require('express');
const multer = require('multer');

const app = express();
const upload = multer({ storage: multer.memoryStorage() });
const OUT = path.resolve('out') + path.sep;

app.post('/unpack', upload.single('archive'), (req, res) => {
  const zip = new AdmZip(req.file.buffer);
  for (const entry of zip.getEntries()) {
    const target = path.resolve(OUT, entry.entryName);
    if (!target.startsWith(OUT)) continue;
    fs.writeFileSync(target, entry.getData());
  }
  res.end();
});
