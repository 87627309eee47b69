const fs = require('fs');
const path = require('path');
const AdmZip = require('adm-zip');
const fastify = require('fastify')();

fastify.post('/themes', async (request) => {
  const zip = new AdmZip(request.body);
  let count = 0;
  for (const entry of zip.getEntries()) {
    if (entry.isDirectory) continue;
    const target = path.join('/srv/themes', entry.entryName);
    fs.writeFileSync(target, entry.getData());
    count += 1;
  }
  return { count };
});

fastify.listen({ port: 3000 });
