const express = require('express');

const router = express.Router();
const state = {};

router.post('/state', (req, res) => {
  const [group, name] = req.body.path.split('.');
  if (!state[group]) {
    state[group] = {};
  }
  state[group][name] = req.body.value;
  res.sendStatus(204);
});

module.exports = router;
