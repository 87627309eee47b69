const https = require('https');
const fs = require('fs');
const axios = require('axios');

const agent = new https.Agent({ ca: fs.readFileSync('partner.pem') });

exports.load = () => axios.get('https://partner.example/feed', { httpsAgent: agent });
