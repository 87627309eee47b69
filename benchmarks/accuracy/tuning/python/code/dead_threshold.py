from flask import Flask, request

app = Flask(__name__)


@app.route("/threshold")
def threshold():
    candidates = ["1 + 1", request.headers.get("X-Threshold", "2")]
    chosen = "0"
    chosen = candidates[0]
    return {"threshold": eval(chosen)}
