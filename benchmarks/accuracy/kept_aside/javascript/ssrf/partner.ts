import express from 'express';

type Subscriber = { url: string; events: string[] };

const subscribers: Subscriber[] = [];
const app = express();
app.use(express.json());

app.post('/subscribers', (req, res) => {
  const { origin } = new URL(req.body.url);
  if (!['https://a.example.org', 'https://b.example.org'].includes(origin)) {
    res.sendStatus(400);
    return;
  }
  subscribers.push({ url: req.body.url, events: req.body.events });
  res.sendStatus(201);
});

export async function publish(event: string): Promise<void> {
  for (const { url, events } of subscribers) {
    if (events.includes(event)) {
      await fetch(url, { method: 'POST', body: JSON.stringify({ event }) });
    }
  }
}

app.listen(3000);
