const express = require('express');
const { MongoClient } = require('mongodb');

const app = express();
app.use(express.json());
const users = new MongoClient('mongodb://db').db('site').collection('users');

app.post('/login', async (req, res) => {
  const user = await users.findOne({ name: req.body.name, pin: req.body.pin });
  res.sendStatus(user ? 204 : 401);
});

app.listen(3000);
