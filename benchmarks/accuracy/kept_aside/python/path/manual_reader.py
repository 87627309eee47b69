from flask import Flask, Response, abort

app = Flask(__name__)


@app.route("/docs/<int:page>")
def docs(page):
    try:
        with open(f"/srv/docs/{page}.md") as source:
            text = source.read()
    except OSError:
        abort(404)
    return Response(text, mimetype="text/markdown")
