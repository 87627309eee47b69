const ldap = require('ldapjs');
const express = require('express');
const app = express();
const client = ldap.createClient({ url: 'ldap://localhost' });

app.get('/find', (req, res) => {
  const filter = new ldap.EqualityFilter({ attribute: 'uid', value: String(req.query.uid) });
  client.search('ou=people,dc=example', { scope: 'sub', filter }, (err, answer) => {
    answer.on('searchEntry', (entry) => res.json(entry.object));
  });
});
