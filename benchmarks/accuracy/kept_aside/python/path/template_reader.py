from flask import Flask, Response, abort

app = Flask(__name__)


@app.route("/docs/<path:page>")
def docs(page):
    try:
        with open("/srv/docs/" + page) as source:
            text = source.read()
    except OSError:
        abort(404)
    return Response(text, mimetype="text/markdown")
