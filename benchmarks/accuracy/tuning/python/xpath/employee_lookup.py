from flask import Flask, jsonify, request
from lxml import etree

app = Flask(__name__)
TREE = etree.parse("employees.xml")


@app.route("/employees")
def employees():
    name = request.args.get("name", "")
    nodes = TREE.xpath(f"//employee[name='{name}']")
    return jsonify([node.get("id") for node in nodes])
