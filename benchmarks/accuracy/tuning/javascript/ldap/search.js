const ldap = require('ldapjs');
const express = require('express');
const app = express();
const client = ldap.createClient({ url: 'ldap://localhost' });

app.get('/search', (req, res) => {
  const options = { scope: 'sub', filter: `(uid=${req.query.uid})` };
  client.search('ou=people,dc=example', options, (err, answer) => {
    answer.on('searchEntry', (entry) => res.json(entry.object));
  });
});
