import sqlite3

from flask import Flask, redirect, request

app = Flask(__name__)
DB = "letters.db"


@app.post("/subscribe")
def subscribe():
    with sqlite3.connect(DB) as db:
        db.execute("INSERT INTO readers(email, topic) VALUES (?, ?)", (request.form["email"], request.form["topic"]))
    return redirect("/thanks")


@app.get("/digest/<int:reader_id>")
def digest(reader_id: int):
    with sqlite3.connect(DB) as db:
        topic = db.execute("SELECT topic FROM readers WHERE id = ?", (reader_id,)).fetchone()[0]
        articles = db.execute("SELECT title FROM articles WHERE topic = '" + topic + "'").fetchall()
    return {"articles": [title for (title,) in articles]}
