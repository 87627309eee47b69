from flask import Blueprint, Flask, redirect, request, session
from flask_wtf.csrf import CSRFProtect

from .store import rename

account = Blueprint("account", __name__)


@account.post("/account/name")
def set_name():
    if "uid" not in session:
        return redirect("/login")
    rename(session["uid"], request.form["name"])
    return redirect("/account")


def create_app():
    app = Flask(__name__)
    app.config.from_prefixed_env()
    CSRFProtect(app)
    app.register_blueprint(account)
    return app
