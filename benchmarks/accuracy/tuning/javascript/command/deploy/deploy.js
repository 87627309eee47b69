import { exec } from 'node:child_process';

export function deploy(branch) {
  const line = `git fetch && git checkout ${branch}`;
  exec(line, { cwd: '/srv/site' });
}
