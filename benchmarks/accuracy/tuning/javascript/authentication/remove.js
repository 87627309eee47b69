const express = require('express');
const passport = require('passport');
const { User } = require('./models');
const router = express.Router();

router.get('/users', passport.authenticate('jwt', { session: false }), async (req, res) => {
  res.json(await User.findAll());
});

router.delete('/users/:id', async (req, res) => {
  await User.destroy({ where: { id: req.params.id } });
  res.sendStatus(204);
});

module.exports = router;
