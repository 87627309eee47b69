import http from 'node:http';
import { deploy } from './deploy.js';

http.createServer((req, res) => {
  let body = '';
  req.on('data', (chunk) => {
    body += chunk;
  });
  req.on('end', () => {
    const event = JSON.parse(body);
    deploy(event.ref.replace('refs/heads/', ''));
    res.end('ok');
  });
}).listen(8080);
