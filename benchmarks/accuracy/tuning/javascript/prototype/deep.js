const app = require('express')();
app.use(require('express').json());
const settings = {};

app.put('/deep', (req, res) => {
  const { section, key, value } = req.body;
  if (!settings[section]) settings[section] = {};
  settings[section][key] = value;
  res.sendStatus(204);
});
