const express = require('express');
const app = express();
const NAMES = ['dark', 'light'];

app.get('/skin/:name', (req, res) => {
  const name = NAMES.find((one) => one === req.params.name);
  if (name === undefined) return res.sendStatus(404);
  const skin = require('./skins/' + name);
  res.json(skin.colors);
});
