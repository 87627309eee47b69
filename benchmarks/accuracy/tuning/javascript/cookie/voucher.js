const express = require('express');
const { open } = require('./sessions');

const app = express();

app.post('/token', async (req, res) => {
  const token = await open(req);
  res.cookie('token', token);
  res.sendStatus(204);
});

app.listen(3000);
