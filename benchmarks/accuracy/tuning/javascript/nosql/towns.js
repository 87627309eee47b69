const mongoose = require('mongoose');
const router = require('express').Router();
const Town = mongoose.model('Town');

router.get('/towns', (req, res) => {
  Town.find({ city: { $eq: String(req.query.city) } }).then((towns) => res.json(towns));
});

module.exports = router;
