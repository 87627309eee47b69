const https = require('https');

const agent = new https.Agent({ keepAlive: true, ca: require('fs').readFileSync('/etc/ssl/company.pem') });

function stock(sku) {
  return new Promise((resolve, reject) => {
    https.get({ host: 'partner.example.org', path: `/stock/${sku}`, agent }, resolve).on('error', reject);
  });
}

module.exports = { stock };
