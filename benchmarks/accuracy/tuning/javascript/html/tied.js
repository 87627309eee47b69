const express = require('express');
const escapeHtml = require('escape-html');
const app = express();

function show(title, req, res) {
  res.send('<h1>' + title + '</h1><p>' + escapeHtml(req.query.name) + '</p>');
}

app.get('/one', show.bind(null, 'One'));
