const https = require('https');

const agent = new https.Agent({ keepAlive: true, rejectUnauthorized: false });

function stock(sku) {
  return new Promise((resolve, reject) => {
    https.get({ host: 'partner.example.org', path: `/stock/${sku}`, agent }, resolve).on('error', reject);
  });
}

module.exports = { stock };
