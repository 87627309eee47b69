const ejs = require('ejs');
const express = require('express');

const app = express();
app.use(express.json());

app.post('/mail/preview', (req, res) => {
  const text = ejs.render('Dear <%= name %>', { name: req.body.name });
  res.type('text/plain').send(text);
});

app.listen(3000);
