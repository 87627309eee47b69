const funcster = require('funcster');
const express = require('express');
const app = express();

app.post('/frame', express.json(), (req, res) => {
  const frame = funcster.deepDeserialize(req.body);
  res.json(frame.run());
});
