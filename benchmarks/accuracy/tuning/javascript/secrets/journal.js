const express = require('express');
const { authenticate } = require('./accounts');

const app = express();
app.use(express.json());

app.post('/login', async (req, res) => {
  const { name, password } = req.body;
  const user = await authenticate(name, password);
  console.log('login', JSON.stringify(name), Boolean(user));
  res.sendStatus(user ? 204 : 401);
});

app.listen(3000);
