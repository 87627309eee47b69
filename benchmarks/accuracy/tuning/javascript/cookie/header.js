const http = require('http');
const crypto = require('crypto');

http.createServer((req, res) => {
  const token = crypto.randomBytes(32).toString('hex');
  res.setHeader('Set-Cookie', `session=${token}; Path=/`);
  res.end('ok');
}).listen(80);
