import requests
from bs4 import BeautifulSoup
from flask import Flask, jsonify, request

app = Flask(__name__)


@app.route("/preview")
def preview():
    url = request.args.get("url", "")
    if not url.startswith("http"):
        return jsonify(error="bad url"), 400
    answer = requests.get(url, timeout=5)
    soup = BeautifulSoup(answer.text, "html.parser")
    return jsonify(title=soup.title.string if soup.title else None)
