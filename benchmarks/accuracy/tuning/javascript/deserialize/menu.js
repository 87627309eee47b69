const yaml = require('js-yaml');
const express = require('express');
const app = express();
app.use(express.text({ type: '*/*' }));

app.post('/menu', (req, res) => {
  const menu = yaml.safeLoad(req.body);
  res.json(menu);
});
