const fs = require('fs');
const app = require('express')();

app.get('/scan', (req, res) => {
  let name = 'default.txt';
  outer: for (const group of [[req.query.a], [req.query.b]]) {
    for (const one of group) {
      if (one) {
        name = one;
        break outer;
      }
    }
    name = 'none.txt';
  }
  res.type('txt').send(fs.readFileSync('data/' + name, 'utf8'));
});
