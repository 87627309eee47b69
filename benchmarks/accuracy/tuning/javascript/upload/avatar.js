const express = require('express');
const multer = require('multer');

const storage = multer.diskStorage({
  destination: 'public/avatars',
  filename: (req, file, done) => done(null, Date.now() + '-' + file.originalname),
});
const upload = multer({ storage, limits: { fileSize: 1e6 } });
const app = express();
app.use(express.static('public'));

app.post('/avatar', upload.single('avatar'), (req, res) => {
  res.json({ url: '/avatars/' + req.file.filename });
});

app.listen(3000);
