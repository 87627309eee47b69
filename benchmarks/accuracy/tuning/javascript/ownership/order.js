const express = require('express');
const { Order } = require('./models');
const { requireLogin } = require('./login');
const router = express.Router();

router.use(requireLogin);

router.get('/orders/:id', async (req, res) => {
  const order = await Order.findByPk(req.params.id);
  if (!order) return res.sendStatus(404);
  res.json(order);
});

module.exports = router;
