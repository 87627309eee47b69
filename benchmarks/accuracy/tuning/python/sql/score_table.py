import sqlite3

from flask import Flask, request

app = Flask(__name__)


def period_clause(period: str) -> str:
    match period:
        case "week":
            return "played > date('now', '-7 days')"
        case "month":
            return "played > date('now', '-1 month')"
        case other:
            return f"season = '{other}'"


@app.get("/scores")
def scores():
    clause = period_clause(request.args.get("period", "week"))
    with sqlite3.connect("game.db") as db:
        rows = db.execute(f"SELECT player, points FROM scores WHERE {clause} LIMIT 10").fetchall()
    return {"scores": rows}
