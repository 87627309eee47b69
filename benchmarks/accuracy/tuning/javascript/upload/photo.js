const multer = require('multer');
const express = require('express');
const app = express();

const storage = multer.diskStorage({
  destination: (req, file, cb) => cb(null, 'public/photos'),
  filename: (req, file, cb) => cb(null, file.originalname),
});
const upload = multer({ storage });

app.post('/photo', upload.single('photo'), (req, res) => res.json({ ok: true }));
