const express = require('express');
const { Transfer } = require('./models');
const app = express();

app.post('/transfers', async (req, res) => {
  if (!req.session.userId) {
    return res.status(401).end();
  }
  const transfer = await Transfer.create({ from: req.session.userId, to: req.body.to, amount: req.body.amount });
  res.status(201).json(transfer);
});
