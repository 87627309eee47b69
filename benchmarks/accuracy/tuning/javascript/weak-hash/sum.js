const { createHash } = require('node:crypto');
const ALGORITHM = 'SHA1';

function signature(body, key) {
  const hash = createHash(ALGORITHM);
  hash.update(key + body);
  return hash.digest('base64');
}

module.exports = signature;
