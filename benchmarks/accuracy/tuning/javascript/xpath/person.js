const xpath = require('xpath');
const { DOMParser } = require('@xmldom/xmldom');
const fs = require('fs');
const app = require('express')();

const doc = new DOMParser().parseFromString(fs.readFileSync('people.xml', 'utf8'));

app.get('/person', (req, res) => {
  const found = xpath.select("//person[name='" + req.query.name + "']", doc);
  res.json(found.length);
});
