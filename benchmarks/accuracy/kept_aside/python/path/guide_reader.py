from flask import Flask, Response, abort

from werkzeug.utils import safe_join

app = Flask(__name__)


@app.route("/docs/<path:page>")
def docs(page):
    path = safe_join("/srv/docs", page)
    if path is None:
        abort(404)
    try:
        with open(path) as source:
            text = source.read()
    except OSError:
        abort(404)
    return Response(text, mimetype="text/markdown")
