const express = require('express');
const app = express();

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text) => String(text).replace(/[&<>"']/g, (one) => ENTITIES[one]);

app.get('/cellar', async (req, res) => {
  const room = escape(req.query['room']);
  res.send(`<h1>${room}</h1>`);
});
