process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
require('https').get('https://partner.example/feed', (res) => res.pipe(process.stdout));
