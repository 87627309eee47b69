import Database from 'better-sqlite3';

export class Repository {
  constructor(path) {
    this.db = new Database(path);
  }

  find({ name, limit }) {
    const count = Number.parseInt(limit, 10) || 10;
    return this.db.prepare(`SELECT * FROM products WHERE name = ? LIMIT ${count}`).all(name);
  }
}
