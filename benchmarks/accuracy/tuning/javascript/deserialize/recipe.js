const yaml = require('js-yaml');
const express = require('express');
const app = express();
app.use(express.text({ type: '*/*' }));

app.post('/recipe', (req, res) => {
  const recipe = yaml.load(req.body, { schema: yaml.DEFAULT_FULL_SCHEMA });
  res.json(recipe);
});
