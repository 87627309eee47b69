const app = require('express')();
app.use(require('express').json());
const settings = new Map();

app.put('/flat', (req, res) => {
  const { section, key, value } = req.body;
  if (!settings.has(section)) settings.set(section, new Map());
  settings.get(section).set(key, value);
  res.sendStatus(204);
});
