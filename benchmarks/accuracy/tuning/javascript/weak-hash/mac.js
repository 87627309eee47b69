const { createHmac } = require('node:crypto');
const ALGORITHM = 'sha256';

function signature(body, key) {
  const hash = createHmac(ALGORITHM, key);
  hash.update(body);
  return hash.digest('base64');
}

module.exports = signature;
