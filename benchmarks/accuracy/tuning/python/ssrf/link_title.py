from urllib.parse import urlparse

import requests
from bs4 import BeautifulSoup
from flask import Flask, jsonify, request

app = Flask(__name__)
ALLOWED = ("en.wikipedia.org", "de.wikipedia.org")


@app.route("/preview")
def preview():
    url = request.args.get("url", "")
    if not url.startswith("http"):
        return jsonify(error="bad url"), 400
    parts = urlparse(url)
    if parts.scheme != "https" or parts.netloc not in ALLOWED:
        return jsonify(error="bad host"), 400
    answer = requests.get(url, timeout=5, allow_redirects=False)
    soup = BeautifulSoup(answer.text, "html.parser")
    return jsonify(title=soup.title.string if soup.title else None)
