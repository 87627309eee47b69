const mysql = require('mysql');
const app = require('express')();

const connection = mysql.createConnection(process.env.DATABASE_URL);

app.get('/letters', function (req, res) {
  const code = req['query']['code'];
  connection.query(`SELECT * FROM letters WHERE code = ${mysql.escape(String(code))}`, function (err, rows) {
    if (err) return res.status(500).end();
    res.json(rows);
  });
});

app.listen(8080);
