const http = require('http');
const { URL } = require('url');
const sqlite3 = require('sqlite3');

const db = new sqlite3.Database('berths.db');

http.createServer((req, res) => {
  const url = new URL(req.url, 'http://localhost');
  const row = url.searchParams.get('row');
  db.all("SELECT * FROM berths WHERE row = '" + row + "'", (err, berths) => {
    res.end(JSON.stringify(berths));
  });
}).listen(8000);
