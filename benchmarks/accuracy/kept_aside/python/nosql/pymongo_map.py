from flask import Flask, jsonify, request
from pymongo import MongoClient

app = Flask(__name__)
sales = MongoClient()["shop"]["sales"]


@app.route("/totals")
def totals():
    field = request.args.get("by", "region")
    mapper = "function() { emit(this." + field + ", this.cents); }"
    reducer = "function(key, values) { return Array.sum(values); }"
    out = sales.database.command("mapReduce", "sales", map=mapper, reduce=reducer, out={"inline": 1})
    return jsonify(out["results"])
