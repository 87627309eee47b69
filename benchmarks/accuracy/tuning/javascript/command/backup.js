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
  const backup = new Backup(ctx.params.name);
  ctx.body = { size: backup.run().length };
});

module.exports = router;
