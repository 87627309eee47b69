import { exec } from 'node:child_process';
import { promisify } from 'node:util';
import express from 'express';

const run = promisify(exec);
const jobs: string[] = [];
const app = express();

app.post('/jobs/:name', (req, res) => {
  jobs.push(req.params.name);
  res.sendStatus(202);
});

async function work(): Promise<void> {
  const name = jobs.shift();
  if (name !== undefined) {
    await run(`process-job --name ${name}`);
  }
}

setInterval(work, 1000);
app.listen(3000);
