import os

from flask import Flask, Response, abort

app = Flask(__name__)


@app.route("/docs/<path:page>")
def docs(page):
    try:
        with open(os.path.normpath(os.path.join("/srv/docs", page))) as source:
            text = source.read()
    except OSError:
        abort(404)
    return Response(text, mimetype="text/markdown")
