from flask import Flask, request, session

app = Flask(__name__)
VERSION = (2, 4)


@app.route("/mode")
def mode():
    wanted = request.args.get("mode", "")
    values = ["plain", "fancy"]
    values.append(wanted)
    value = values[-1]
    session["mode"] = value
    return {"mode": value}
