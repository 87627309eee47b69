const express = require('express');
const router = express.Router();

router.post('/rule', express.json(), (req, res) => {
  const rule = new Function('row', 'return ' + req.body.rule);
  res.json([1, 2, 3].filter(rule));
});

module.exports = router;
