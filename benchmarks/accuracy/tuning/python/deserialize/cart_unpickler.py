import base64
import io
import pickle

from flask import Flask, jsonify, request

app = Flask(__name__)


@app.route("/cart")
def cart():
    raw = request.cookies.get("cart")
    if raw is None:
        return jsonify([])
    items = pickle.Unpickler(io.BytesIO(base64.b64decode(raw))).load()
    return jsonify([{"sku": sku, "count": count} for sku, count in items.items()])
