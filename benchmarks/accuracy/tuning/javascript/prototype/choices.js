const express = require('express');
const app = express();
app.use(express.json());

function merge(target, source) {
  for (const key of Object.keys(source)) {
    if (key === '__proto__' || key === 'constructor' || key === 'prototype') continue;
    if (typeof source[key] === 'object' && source[key] !== null) {
      if (!target[key]) target[key] = {};
      merge(target[key], source[key]);
    } else {
      target[key] = source[key];
    }
  }
  return target;
}

app.post('/choices', (req, res) => {
  const settings = merge({ color: 'blue' }, req.body);
  res.json(settings);
});
