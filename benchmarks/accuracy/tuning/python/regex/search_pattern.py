import re

from flask import Flask, jsonify, request

app = Flask(__name__)
LINES = open("words.txt").read().splitlines()


@app.get("/grep")
def grep():
    pattern = re.compile(request.args.get("pattern", ""), re.IGNORECASE)
    return jsonify([line for line in LINES if pattern.search(line)])
