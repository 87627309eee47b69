from flask import Flask, jsonify, request
from lxml import etree

app = Flask(__name__)
TREE = etree.parse("employees.xml")


@app.route("/employees")
def employees():
    number = request.args.get("id", 0, type=int)
    nodes = TREE.xpath(f"//employee[@id={number}]")
    return jsonify([node.get("id") for node in nodes])
