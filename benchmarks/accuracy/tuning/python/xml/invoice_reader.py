from flask import Flask, jsonify, request
from defusedxml import ElementTree

app = Flask(__name__)


@app.post("/invoices")
def intake():
    root = ElementTree.fromstring(request.get_data())
    number = root.findtext("number")
    total = root.findtext("total")
    return jsonify(number=number, total=total)
