import ast

from flask import Flask, jsonify, request

app = Flask(__name__)
HISTORY = []


@app.route("/calc")
def calc():
    expression = request.args.get("expr", "0")
    result = ast.literal_eval(expression)
    HISTORY.append(expression)
    return jsonify(result=result, history=HISTORY[-5:])
