const libxml = require('libxmljs');
const app = require('express')();
app.use(require('express').text({ type: 'text/xml' }));

app.post('/read', (req, res) => {
  const doc = libxml.parseXmlString(req.body, { noent: false, nonet: true });
  res.json(doc.root().name());
});
