const winston = require('winston');
const app = require('express')();
const logger = winston.createLogger();

app.post('/enter', (req, res) => {
  const { user, password } = req.body;
  logger.info(`login of ${user} with ${password}`);
  res.sendStatus(check(user, password) ? 204 : 401);
});
