const _ = require('lodash');
const router = require('express').Router();

router.patch('/options', (req, res) => {
  const options = {};
  _.set(options, req.body.path, req.body.value);
  res.json(options);
});
