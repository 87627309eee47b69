import sqlite3

from flask import Flask, jsonify, request, session

app = Flask(__name__)
app.config.from_prefixed_env()


def database():
    return sqlite3.connect("reports.db")


@app.put("/script")
def save():
    with database() as db:
        db.execute("UPDATE users SET script = ? WHERE id = ?", (request.form["script"], session["uid"]))
    return "", 204


@app.get("/report")
def report():
    with database() as db:
        (script,) = db.execute("SELECT script FROM users WHERE id = ?", (session["uid"],)).fetchone()
        rows = db.execute("SELECT day, total FROM sales").fetchall()
    names = {"result": {"sum": sum, "max": max}.get(script, len)([total for _, total in rows])}
    return jsonify(names["result"])
