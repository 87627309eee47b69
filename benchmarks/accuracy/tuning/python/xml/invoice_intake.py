from flask import Flask, jsonify, request
from lxml import etree

app = Flask(__name__)


@app.post("/invoices")
def intake():
    parser = etree.XMLParser(resolve_entities=True, no_network=False)
    root = etree.fromstring(request.get_data(), parser)
    number = root.findtext("number")
    total = root.findtext("total")
    return jsonify(number=number, total=total)
