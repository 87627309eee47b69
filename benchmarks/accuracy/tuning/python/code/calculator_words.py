from flask import Flask, jsonify, request

app = Flask(__name__)
HISTORY = []


@app.route("/calc")
def calc():
    expression = request.args.get("expr", "0")
    if any(word in expression for word in ("import", "os", "open")):
        return jsonify(error="not allowed"), 400
    result = eval(expression)
    HISTORY.append(expression)
    return jsonify(result=result, history=HISTORY[-5:])
