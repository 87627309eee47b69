import re

from flask import Flask, jsonify, request

app = Flask(__name__)
HISTORY = []


@app.route("/calc")
def calc():
    expression = request.args.get("expr", "0")
    if not re.fullmatch(r"[0-9+\-*/(). ]{1,40}", expression) or "**" in expression:
        return jsonify(error="not an expression"), 400
    result = eval(expression)
    HISTORY.append(expression)
    return jsonify(result=result, history=HISTORY[-5:])
