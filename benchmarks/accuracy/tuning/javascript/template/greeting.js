const Handlebars = require('handlebars');
const app = require('express')();

app.get('/greeting', (req, res) => {
  const template = Handlebars.compile('Hello ' + req.query.name);
  res.send(template({}));
});
