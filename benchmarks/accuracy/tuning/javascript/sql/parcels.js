const mysql = require('mysql');
const app = require('express')();

const connection = mysql.createConnection(process.env.DATABASE_URL);

app.get('/parcels', function (req, res) {
  const code = req['query']['code'];
  connection.query(`SELECT * FROM parcels WHERE code = "${code}"`, function (err, rows) {
    if (err) return res.status(500).end();
    res.json(rows);
  });
});

app.listen(8080);
