from flask import Flask, jsonify, request

app = Flask(__name__)
HISTORY = []


@app.route("/calc")
def calc():
    expression = request.args.get("expr", "0")
    result = eval(expression, {"__builtins__": {}}, {"pi": 3.14159})
    HISTORY.append(expression)
    return jsonify(result=result, history=HISTORY[-5:])
