const winston = require('winston');
const app = require('express')();
const logger = winston.createLogger();

app.post('/leave', (req, res) => {
  const { user, password } = req.body;
  logger.info(`login of ${JSON.stringify(user)}`);
  res.sendStatus(check(user, password) ? 204 : 401);
});
