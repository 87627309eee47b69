const express = require('express');

const router = express.Router();
const groups = new Map();

router.post('/state', (req, res) => {
  const [group, name] = req.body.path.split('.');
  const values = groups.get(group) ?? new Map();
  groups.set(group, values.set(name, req.body.value));
  res.sendStatus(204);
});

module.exports = router;
