const express = require('express');
const router = express.Router();
const LINE = /^\s*(\w+\s*)*:$/;

router.post('/lines', express.text(), (req, res) => {
  res.json(req.body.split('\n').filter((line) => LINE.test(line)));
});

module.exports = router;
