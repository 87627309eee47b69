import os

from flask import Flask, abort, jsonify, request

app = Flask(__name__)
API_KEY = os.environ["API_KEY"]


@app.errorhandler(403)
def forbidden(error):
    return jsonify(error=error.description), 403


@app.get("/rates")
def rates():
    given = request.headers.get("X-Key", "")
    if given != API_KEY:
        abort(403, f"expected {API_KEY}, got {given!r}")
    return jsonify(eur=1.0)
