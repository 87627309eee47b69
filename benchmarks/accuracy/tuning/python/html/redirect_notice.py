from flask import Flask, request

app = Flask(__name__)
LIMIT = 86


@app.route("/notice")
def notice():
    text = request.args.get("text", "")
    number = 106
    if (7 * 18) + number > 200:
        shown = text
    else:
        shown = "nothing to tell"
    return "<p class=notice>" + shown + "</p>"
