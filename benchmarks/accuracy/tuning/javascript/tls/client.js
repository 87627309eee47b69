const https = require('https');
const axios = require('axios');

const agent = new https.Agent({ rejectUnauthorized: false });

exports.load = () => axios.get('https://partner.example/feed', { httpsAgent: agent });
