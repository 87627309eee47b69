const fileUpload = require('express-fileupload');
const express = require('express');
const app = express();
app.use(fileUpload());

app.post('/logo', async (req, res) => {
  const logo = req.files.logo;
  await logo.mv('./public/' + logo.name);
  res.send('kept');
});
