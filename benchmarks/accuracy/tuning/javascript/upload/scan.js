const crypto = require('crypto');
const multer = require('multer');
const express = require('express');
const app = express();

const storage = multer.diskStorage({
  destination: (req, file, cb) => cb(null, 'private/scans'),
  filename: (req, file, cb) => cb(null, crypto.randomUUID() + '.png'),
});
const upload = multer({ storage, limits: { fileSize: 1e6 } });

app.post('/scan', upload.single('scan'), (req, res) => res.json({ ok: true }));
