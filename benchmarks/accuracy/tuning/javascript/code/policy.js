const express = require('express');
const router = express.Router();

const POLICIES = new Map([
  ['even', (row) => row % 2 === 0],
  ['odd', (row) => row % 2 === 1],
]);

router.post('/policy', express.json(), (req, res) => {
  const policy = POLICIES.get(req.body.policy);
  if (!policy) return res.sendStatus(404);
  res.json([1, 2, 3].filter(policy));
});

module.exports = router;
