const express = require('express');
const { sendMail } = require('./mail');
const { save } = require('./tokens');

const app = express();
app.use(express.json());

app.post('/reset', async (req, res) => {
  const token = globalThis.crypto.randomUUID();
  await save(req.body.mail, token);
  await sendMail(req.body.mail, `https://example.org/reset/${token}`);
  res.sendStatus(202);
});

app.listen(3000);
