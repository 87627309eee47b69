const http = require('http');
const fs = require('fs');
const url = require('url');

const FILES = { '/': 'index.html', '/style.css': 'style.css' };

const server = http.createServer(function (request, response) {
  const pathname = url.parse(request.url).pathname;
  if (!Object.prototype.hasOwnProperty.call(FILES, pathname)) {
    response.writeHead(404);
    return response.end();
  }
  fs.readFile('public/' + FILES[pathname], function (err, data) {
    response.end(data);
  });
});
server.listen(8080);
