from flask import Flask, Response, request, stream_with_context
from markupsafe import escape

app = Flask(__name__)


def rows(title, count):
    yield "<h1>"
    yield str(escape(title))
    yield "</h1><ol>"
    for number in range(count):
        yield f"<li>{number}</li>"
    yield "</ol>"


@app.route("/stream")
def stream():
    title = request.args.get("title", "Rows")
    return Response(stream_with_context(rows(title, 5)))
