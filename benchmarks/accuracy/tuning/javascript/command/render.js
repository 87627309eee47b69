const { exec } = require('child_process');
const app = require('express')();
app.use(require('body-parser').urlencoded({ extended: false }));

app.post('/render', (req, res) => {
  const { name = 'page' } = req.body;
  exec('wkhtmltopdf ' + name + '.html out.pdf', (err) => {
    res.send(err ? 'failed' : 'done');
  });
});
