import sqlite3

from flask import Flask, g, jsonify, request

app = Flask(__name__)


def get_db() -> sqlite3.Connection:
    if "db" not in g:
        g.db = sqlite3.connect("shop.db")
        g.db.row_factory = sqlite3.Row
    return g.db


@app.get("/orders/search")
def search_orders():
    term = int(request.args.get("q", "0"))
    cursor = get_db().cursor()
    cursor.execute(f"SELECT id, total FROM orders WHERE id = {term}")
    return jsonify([dict(row) for row in cursor.fetchall()])
