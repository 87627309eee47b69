const express = require('express');
const { requireAdmin } = require('./auth');
const { users } = require('./database');

const router = express.Router();

router.get('/users', requireAdmin, async (req, res) => {
  res.json(await users.all());
});

router.post('/users', requireAdmin, async (req, res) => {
  res.status(201).json(await users.add(req.body.name));
});

router.delete('/users/:id', async (req, res) => {
  await users.remove(Number(req.params.id));
  res.sendStatus(204);
});

module.exports = router;
