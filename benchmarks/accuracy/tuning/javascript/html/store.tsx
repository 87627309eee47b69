import { renderToString } from 'react-dom/server';
import express from 'express';
import App from './app';

const server = express();
server.get('/', (req, res) => {
  const state = { q: req.query.q };
  const json = JSON.stringify(state).replace(/</g, '\\u003c');
  res.send(`<div>${renderToString(<App />)}</div><script>window.state = ${json}</script>`);
});
