import random

from flask import Flask, jsonify

from .catalog import all_products

app = Flask(__name__)


@app.route("/suggestions")
def suggestions():
    products = list(all_products())
    picked = random.sample(products, k=min(5, len(products)))
    return jsonify([product.name for product in picked])
