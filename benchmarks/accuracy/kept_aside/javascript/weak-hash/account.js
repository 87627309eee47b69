const crypto = require('crypto');
const { users } = require('./database');

async function register(name, password) {
  const salt = crypto.randomBytes(16).toString('hex');
  const digest = crypto.scryptSync(password, salt, 64).toString('hex');
  await users.insert({ name, salt, digest });
}

module.exports = { register };
