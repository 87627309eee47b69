const express = require('express');

const app = express();
app.use(express.json());

app.post('/preview', async (req, res) => {
  const { url } = req.body;
  if (url.includes('localhost')) {
    return res.sendStatus(400);
  }
  const answer = await fetch(url);
  const text = await answer.text();
  res.json({ title: /<title>([^<]*)/.exec(text)?.[1] });
});

app.listen(3000);
