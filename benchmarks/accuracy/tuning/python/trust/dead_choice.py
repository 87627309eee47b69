from flask import Flask, request, session

app = Flask(__name__)
VERSION = (2, 4)


@app.route("/mode")
def mode():
    wanted = request.args.get("mode", "")
    if VERSION[0] >= 2:
        value = wanted
    else:
        value = "plain"
    value = "fancy" if len(value) > 3 else "plain"
    session["mode"] = value
    return {"mode": value}
