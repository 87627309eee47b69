const LINKS = { docs: 'https://docs.example', shop: 'https://shop.example' };

require('http').createServer((req, res) => {
  const params = new URLSearchParams(req.url.split('?')[1]);
  res.writeHead(302, { Location: LINKS[params.get('url')] || '/' });
  res.end();
}).listen(80);
