const crypto = require('crypto');

function seal(key, text) {
  const cipher = crypto.createCipheriv('des-ecb', key, null);
  return cipher.update(text, 'utf8', 'base64') + cipher.final('base64');
}

module.exports = { seal };
