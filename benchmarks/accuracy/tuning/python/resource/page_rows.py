from flask import Flask, jsonify, request

from .models import Entry

app = Flask(__name__)


@app.get("/entries")
def entries():
    size = request.args.get("size", 20, type=int)
    if not 1 <= size <= 200:
        return jsonify(error="size"), 400
    rows = Entry.query.order_by(Entry.id).limit(size).all()
    return jsonify([row.title for row in rows])
