import sqlite3

from flask import Flask, request, send_file, session

app = Flask(__name__)


@app.post("/profile")
def profile():
    db = sqlite3.connect("app.db")
    with db:
        db.execute("UPDATE users SET receipt = ? WHERE id = ?", (request.form["receipt"], session["uid"]))
    return "", 204


@app.get("/receipt")
def receipt():
    db = sqlite3.connect("app.db")
    (name,) = db.execute("SELECT receipt FROM users WHERE id = ?", (session["uid"],)).fetchone()
    return send_file("/srv/receipts/" + name)
