const path = require('path');
const crypto = require('crypto');
const fileUpload = require('express-fileupload');
const express = require('express');
const app = express();
app.use(fileUpload());
const ENDINGS = ['.png', '.jpg'];

app.post('/crest', async (req, res) => {
  const crest = req.files.crest;
  const ending = path.extname(crest.name).toLowerCase();
  if (!ENDINGS.includes(ending)) {
    return res.status(415).end();
  }
  await crest.mv('./private/' + crypto.randomBytes(12).toString('hex') + ending);
  res.send('kept');
});
