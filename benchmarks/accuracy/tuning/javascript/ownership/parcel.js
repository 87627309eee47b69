const express = require('express');
const { Parcel } = require('./models');
const { requireLogin } = require('./login');
const router = express.Router();

router.use(requireLogin);

router.get('/parcels/:id', async (req, res) => {
  const parcel = await Parcel.findByPk(req.params.id);
  if (!parcel) return res.sendStatus(404);
  if (parcel.userId !== req.user.id) return res.sendStatus(403);
  res.json(parcel);
});

module.exports = router;
