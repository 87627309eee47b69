from flask import Flask, jsonify, request

from .models import Entry

app = Flask(__name__)


@app.get("/entries")
def entries():
    size = min(request.args.get("size", 20, type=int), 100)
    rows = Entry.query.order_by(Entry.id).limit(size).all()
    return jsonify([row.title for row in rows])
