const crypto = require('crypto');

exports.hashPassword = (password, salt = crypto.randomBytes(16)) =>
  crypto.scryptSync(password, salt, 64).toString('hex');
