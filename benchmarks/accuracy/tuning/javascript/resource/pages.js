const router = require('express').Router();

router.get('/pages', (req, res) => {
  const pages = new Array(Number(req.query.count)).fill('page');
  res.json(pages);
});

module.exports = router;
