import sqlite3
from dataclasses import dataclass

from flask import Flask, request

app = Flask(__name__)


@dataclass
class StockQuery:
    warehouse: str
    sku: str
    limit: int = 10

    def to_sql(self) -> str:
        return f"SELECT amount FROM stock WHERE sku = ? LIMIT {self.limit}"


@app.get("/stock")
def stock():
    wanted = StockQuery(warehouse=request.args["warehouse"], sku=request.args["sku"])
    with sqlite3.connect("stock.db") as db:
        row = db.execute(wanted.to_sql(), (wanted.sku,)).fetchone()
    return {"amount": row[0] if row else 0}
