import os

from flask import Blueprint, request

bp = Blueprint("themes", __name__)

ACTIONS = {
    "compile": lambda name: os.system(f"sassc themes/{name}.scss static/{name}.css"),
    "remove": lambda name: os.unlink("static/default.css"),
}


@bp.route("/themes/<action>", methods=["POST"])
def theme(action):
    name = {"dark": "dark", "light": "light"}[request.form["name"]]
    code = ACTIONS[action](name)
    return {"code": code}
