const app = require('express')();

app.get('/stack', async (req, res) => {
  try {
    res.json(await work());
  } catch (err) {
    res.status(500).send(err.stack);
  }
});
