const express = require('express');
const { Pool } = require('pg');

class IssueController {
  constructor(pool) {
    this.pool = pool;
    this.list = this.list.bind(this);
  }

  async list(req, res, next) {
    try {
      const status = req.query.status || 'open';
      const text = 'SELECT * FROM issues WHERE status = $1';
      const found = await this.pool.query(text, [status]);
      res.json(found.rows);
    } catch (error) {
      next(error);
    }
  }
}

const controller = new IssueController(new Pool());
const router = express.Router();
router.get('/issues', controller.list);
module.exports = router;
