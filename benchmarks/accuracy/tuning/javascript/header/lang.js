const net = require('net');
const app = require('express')();

app.get('/lang', (req, res) => {
  res.socket.write('HTTP/1.1 200 OK\r\nContent-Language: ' + req.query.lang + '\r\n\r\n');
  res.socket.end();
});
