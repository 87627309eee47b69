const express = require('express');
const app = express();

app.get('/lobby', async (req, res) => {
  const room = req.query['room'];
  res.send(`<h1>${room}</h1>`);
});
