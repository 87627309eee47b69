const express = require('express');
const { MongoClient } = require('mongodb');

const app = express();
app.use(express.json());
const client = new MongoClient(process.env.MONGO_URL);

app.post('/members/find', async (req, res) => {
  const members = client.db('club').collection('members');
  const found = await members.findOne({ email: req.body.email, code: req.body.code });
  res.json({ ok: Boolean(found) });
});
