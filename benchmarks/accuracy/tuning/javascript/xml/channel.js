const express = require('express');
const libxml = require('libxmljs');

const app = express();
app.use(express.text({ type: 'application/xml', limit: '100kb' }));

app.post('/feed', (req, res) => {
  const document = libxml.parseXml(req.body, { noent: false, nonet: true });
  res.json({ title: document.get('//title')?.text() });
});

app.listen(3000);
