const express = require('express');

const app = express();
app.use(express.json());

app.post('/preview', async (req, res) => {
  const { url } = req.body;
  const { protocol, host } = new URL(url);
  if (protocol !== 'https:' || !['a.example.org', 'b.example.org'].includes(host)) {
    return res.sendStatus(400);
  }
  const answer = await fetch(url, { redirect: 'error' });
  const text = await answer.text();
  res.json({ title: /<title>([^<]*)/.exec(text)?.[1] });
});

app.listen(3000);
