from functools import wraps

from flask import Flask, g, redirect, request, url_for

app = Flask(__name__)


def needs_account(view):
    @wraps(view)
    def inner(*args, **kwargs):
        if getattr(g, "user", None) is None:
            return redirect(url_for("login", next=request.path))
        return view(*args, **kwargs)

    return inner


@app.route("/invite/<token>")
@needs_account
def invite(token):
    return {"accepted": len(token) == 32}
