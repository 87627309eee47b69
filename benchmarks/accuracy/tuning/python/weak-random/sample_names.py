import random

from flask import Flask, jsonify

from .catalog import all_products

app = Flask(__name__)


@app.route("/suggestions")
def suggestions():
    products = list(all_products())
    picked = random.sample(products, k=min(5, len(products)))
    for product in picked:
        product.private_link = "/private/" + "".join(random.choices("abcdef0123456789", k=24))
    return jsonify([product.name for product in picked])
