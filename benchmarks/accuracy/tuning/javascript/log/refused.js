const express = require('express');
const winston = require('winston');

const logger = winston.createLogger({
  format: winston.format.printf((info) => `${info.level} ${info.message}`),
  transports: [new winston.transports.File({ filename: 'app.log' })],
});
const app = express();
app.use(express.json());

app.post('/login', (req, res) => {
  logger.warn('failed login of ' + String(req.body.name).replace(/[\r\n]/g, ' '));
  res.sendStatus(401);
});

app.listen(3000);
