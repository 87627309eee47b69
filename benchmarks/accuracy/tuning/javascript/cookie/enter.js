const express = require('express');
const app = express();

const FLAGS = { httpOnly: true, secure: true, sameSite: 'lax' };

app.post('/login', express.json(), (req, res) => {
  const session = open(req.body);
  res.cookie('sid', session.id, { ...FLAGS, maxAge: 86400000 });
  res.sendStatus(204);
});
