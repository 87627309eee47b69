const Handlebars = require('handlebars');
const app = require('express')();
const template = Handlebars.compile('Hello {{name}}');

app.get('/welcome', (req, res) => {
  res.send(template({ name: req.query.name }));
});
