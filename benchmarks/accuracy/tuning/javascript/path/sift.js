const fs = require('fs');
const app = require('express')();

app.get('/sift', (req, res) => {
  let name = req.query.a;
  check: {
    if (name === 'a.txt') break check;
    if (name === 'b.txt') break check;
    name = 'c.txt';
  }
  res.type('txt').send(fs.readFileSync('data/' + name, 'utf8'));
});
