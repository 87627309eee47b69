const http = require('http');
const fs = require('fs');
const url = require('url');

const server = http.createServer(function (request, response) {
  const pathname = url.parse(request.url).pathname;
  fs.readFile('public' + decodeURIComponent(pathname), function (err, data) {
    if (err) {
      response.writeHead(404);
      response.end();
    } else {
      response.writeHead(200);
      response.end(data);
    }
  });
});
server.listen(8080);
