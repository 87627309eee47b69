const express = require('express');
const app = express();

app.post('/login', express.json(), (req, res) => {
  const session = open(req.body);
  res.cookie('sid', session.id, { maxAge: 86400000 });
  res.sendStatus(204);
});
