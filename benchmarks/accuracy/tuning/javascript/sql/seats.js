const http = require('http');
const { URL } = require('url');
const sqlite3 = require('sqlite3');

const db = new sqlite3.Database('seats.db');

http.createServer((req, res) => {
  const url = new URL(req.url, 'http://localhost');
  const row = parseInt(url.searchParams.get('row'), 10);
  db.all('SELECT * FROM seats WHERE row = ' + row, (err, seats) => {
    res.end(JSON.stringify(seats));
  });
}).listen(8000);
