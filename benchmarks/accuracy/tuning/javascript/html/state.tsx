import { renderToString } from 'react-dom/server';
import express from 'express';
import App from './app';

const server = express();
server.get('/', (req, res) => {
  const state = { q: req.query.q };
  res.send(`<div>${renderToString(<App />)}</div><script>window.state = ${JSON.stringify(state)}</script>`);
});
