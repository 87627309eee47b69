const { execSync } = require('child_process');
const Router = require('@koa/router');

class Backup {
  constructor(name) {
    this.name = name;
  }

  run() {
    return execSync(`tar czf /backups/${this.name}.tgz /srv`);
  }
}

const router = new Router();

router.post('/backups/:name', (ctx) => {
  const names = { daily: 'daily', weekly: 'weekly' };
  const backup = new Backup(names[ctx.params.name] === undefined ? 'daily' : 'weekly');
  ctx.body = { size: backup.run().length };
});

module.exports = router;
