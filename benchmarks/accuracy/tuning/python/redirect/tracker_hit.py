from urllib.parse import urlparse

from flask import Flask, make_response, request

app = Flask(__name__)


@app.route("/click")
def click():
    campaign = request.args.get("c", "none")
    url = request.args.get("url", "")
    if urlparse(url).scheme not in ("http", "https"):
        return "missing url", 400
    response = make_response("", 302)
    response.headers["Location"] = url
    response.headers["X-Campaign"] = campaign[:20].encode("ascii", "ignore").decode()
    return response
