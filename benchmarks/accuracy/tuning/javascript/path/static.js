const fs = require('fs');
const http = require('http');
const url = require('url');

http
  .createServer((req, res) => {
    const { pathname } = url.parse(req.url);
    const file = './public' + decodeURIComponent(pathname);
    fs.createReadStream(file)
      .on('error', () => {
        res.statusCode = 404;
        res.end();
      })
      .pipe(res);
  })
  .listen(8080);
