const express = require('express');
const session = require('express-session');
const { Payout } = require('./models');
const app = express();
app.use(session({ secret: process.env.KEY, cookie: { secure: true, httpOnly: true } }));

app.get('/me', (req, res) => res.json(req.session.user));

app.post('/payouts', async (req, res) => {
  const payout = await Payout.create({ from: req.body.userId, to: req.body.to, amount: req.body.amount });
  res.status(201).json(payout);
});
