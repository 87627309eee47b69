from flask import Flask, jsonify, request
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///blog.db"
db = SQLAlchemy(app)


class Comment(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    author = db.Column(db.String(80))
    body = db.Column(db.Text)


@app.get("/comments")
def comments():
    author = request.values.get("author")
    found = Comment.query.filter(Comment.author == author).all()
    return jsonify([{"id": c.id, "body": c.body} for c in found])
