const xpath = require('xpath');
const { DOMParser } = require('@xmldom/xmldom');
const fs = require('fs');
const app = require('express')();

const doc = new DOMParser().parseFromString(fs.readFileSync('staff.xml', 'utf8'));

app.get('/staff', (req, res) => {
  const found = xpath.select(`//person[@id=${Number(req.query.id)}]`, doc);
  res.json(found.length);
});
