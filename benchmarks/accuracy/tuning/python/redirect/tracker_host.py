from urllib.parse import urlparse

from flask import Flask, make_response, request

app = Flask(__name__)
PARTNERS = frozenset({"shop.example.org", "news.example.org"})


@app.route("/click")
def click():
    campaign = request.args.get("c", "none")
    url = request.args.get("url", "")
    parts = urlparse(url)
    if parts.scheme != "https" or parts.netloc not in PARTNERS:
        return "missing url", 400
    response = make_response("", 302)
    response.headers["Location"] = url
    response.headers["X-Campaign"] = campaign[:20].encode("ascii", "ignore").decode()
    return response
