const express = require('express');
const passport = require('passport');
const { User } = require('./models');
const router = express.Router();
const signedIn = passport.authenticate('jwt', { session: false });

router.get('/users', signedIn, async (req, res) => {
  res.json(await User.findAll());
});

router.delete('/users/:id', signedIn, async (req, res) => {
  await User.destroy({ where: { id: req.params.id } });
  res.sendStatus(204);
});

module.exports = router;
