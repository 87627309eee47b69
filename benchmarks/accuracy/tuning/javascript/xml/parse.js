const libxml = require('libxmljs');
const app = require('express')();
app.use(require('express').text({ type: 'text/xml' }));

app.post('/parse', (req, res) => {
  const doc = libxml.parseXmlString(req.body, { noent: true });
  res.send(doc.root().name());
});
