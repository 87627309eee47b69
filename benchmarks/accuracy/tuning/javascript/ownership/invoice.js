const express = require('express');
const { requireLogin } = require('./auth');
const { Invoice } = require('./models');

const router = express.Router();

router.get('/invoices/:id', requireLogin, async (req, res) => {
  const invoice = await Invoice.findById(req.params.id);
  if (!invoice) {
    return res.sendStatus(404);
  }
  res.json(invoice);
});

module.exports = router;
