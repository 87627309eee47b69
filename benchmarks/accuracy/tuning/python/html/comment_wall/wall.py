import html
import sqlite3


class Wall:
    def __init__(self, path):
        self.path = path

    def add(self, author, text):
        with sqlite3.connect(self.path) as db:
            db.execute("INSERT INTO comments VALUES (?, ?)", (author, text))

    def render(self):
        with sqlite3.connect(self.path) as db:
            rows = db.execute("SELECT author, text FROM comments").fetchall()
        items = [f"<li><b>{html.escape(author)}</b>: {text}</li>" for author, text in rows]
        return "<ul>" + "".join(items) + "</ul>"
