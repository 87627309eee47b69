const AdmZip = require('adm-zip');
const fs = require('fs');
const path = require('path');
const express = require('express');
const multer = require('multer');

const app = express();
const upload = multer({ storage: multer.memoryStorage() });

app.post('/unzip', upload.single('archive'), (req, res) => {
  const zip = new AdmZip(req.file.buffer);
  for (const entry of zip.getEntries()) {
    fs.writeFileSync(path.join('out', entry.entryName), entry.getData());
  }
  res.end();
});
