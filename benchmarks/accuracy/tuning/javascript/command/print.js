const { execFile } = require('child_process');
const app = require('express')();
app.use(require('body-parser').urlencoded({ extended: false }));

app.post('/print', (req, res) => {
  const { name = 'page' } = req.body;
  execFile('lp', ['--', name + '.pdf'], (err) => {
    res.send(err ? 'failed' : 'done');
  });
});
