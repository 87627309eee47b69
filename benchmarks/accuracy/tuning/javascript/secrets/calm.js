const app = require('express')();

app.get('/calm', async (req, res) => {
  try {
    res.json(await work());
  } catch (err) {
    console.error(err);
    res.status(500).send('something went wrong');
  }
});
