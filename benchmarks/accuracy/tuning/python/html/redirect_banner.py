from flask import Flask, request

app = Flask(__name__)
LIMIT = 86


@app.route("/notice")
def notice():
    text = request.args.get("text", "")
    values = ["first", text, "bye"]
    values.pop(0)
    shown = values[0]
    return "<p class=notice>" + shown + "</p>"
