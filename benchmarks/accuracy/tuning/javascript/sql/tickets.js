const express = require('express');
const { Pool } = require('pg');

class TicketController {
  constructor(pool) {
    this.pool = pool;
    this.list = this.list.bind(this);
  }

  async list(req, res, next) {
    try {
      const status = req.query.status || 'open';
      const text = 'SELECT * FROM tickets WHERE status = \'' + status + '\'';
      const found = await this.pool.query(text);
      res.json(found.rows);
    } catch (error) {
      next(error);
    }
  }
}

const controller = new TicketController(new Pool());
const router = express.Router();
router.get('/tickets', controller.list);
module.exports = router;
