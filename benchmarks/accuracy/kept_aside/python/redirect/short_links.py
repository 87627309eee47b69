from flask import Blueprint, abort, current_app, redirect, request

links = Blueprint("links", __name__)
KNOWN = {"docs": "https://docs.example.org/", "blog": "https://blog.example.org/"}


@links.route("/go/<code>")
def go(code):
    target = request.args.get("to", KNOWN.get(code))
    if target is None:
        abort(404)
    current_app.logger.info("redirecting")
    return redirect(target, code=301)
