const express = require('express');
const { MongoClient } = require('mongodb');

const app = express();
app.use(express.json());
const client = new MongoClient(process.env.MONGO_URL);

app.post('/guests/find', async (req, res) => {
  const { email, code } = req.body;
  if (typeof email !== 'string' || typeof code !== 'string') {
    return res.status(400).end();
  }
  const guests = client.db('club').collection('guests');
  const found = await guests.findOne({ email, code });
  res.json({ ok: Boolean(found) });
});
