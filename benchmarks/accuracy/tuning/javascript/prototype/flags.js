const _ = require('lodash');
const router = require('express').Router();
const PATHS = ['view.color', 'view.size'];

router.patch('/flags', (req, res) => {
  const flags = {};
  if (!PATHS.includes(req.body.path)) return res.sendStatus(400);
  _.set(flags, req.body.path, req.body.value);
  res.json(flags);
});
