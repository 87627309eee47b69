const http = require('http');

http
  .createServer((req, res) => {
    const { searchParams } = new URL(req.url, 'http://localhost');
    const target = searchParams.get('to') || '/';
    res.writeHead(302, { Location: target });
    res.end();
  })
  .listen(8080);
