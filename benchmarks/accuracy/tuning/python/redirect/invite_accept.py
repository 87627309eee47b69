from functools import wraps

from flask import Flask, g, redirect, request

app = Flask(__name__)


def needs_account(view):
    @wraps(view)
    def inner(*args, **kwargs):
        if getattr(g, "user", None) is None:
            return redirect(request.args.get("login_url", "/login"))
        return view(*args, **kwargs)

    return inner


@app.route("/invite/<token>")
@needs_account
def invite(token):
    return {"accepted": len(token) == 32}
