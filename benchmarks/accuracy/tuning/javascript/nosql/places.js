const mongoose = require('mongoose');
const router = require('express').Router();
const Place = mongoose.model('Place');

router.get('/places', (req, res) => {
  Place.find({ $where: `this.city == '${req.query.city}'` }).then((places) => res.json(places));
});

module.exports = router;
