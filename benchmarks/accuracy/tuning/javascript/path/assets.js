const fs = require('fs');
const http = require('http');
const url = require('url');

http
  .createServer((req, res) => {
    const { pathname } = url.parse(req.url);
    const files = { '/': 'index.html', '/app.js': 'app.js' };
    const file = './public/' + (Object.hasOwn(files, pathname) ? files[pathname] : '404.html');
    fs.createReadStream(file)
      .on('error', () => {
        res.statusCode = 404;
        res.end();
      })
      .pipe(res);
  })
  .listen(8080);
