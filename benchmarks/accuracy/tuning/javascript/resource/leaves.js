const router = require('express').Router();

router.get('/leaves', (req, res) => {
  const count = Math.min(Number(req.query.count) || 0, 100);
  const leaves = new Array(count).fill('leaf');
  res.json(leaves);
});

module.exports = router;
