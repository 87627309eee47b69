from flask import Blueprint, request

from . import context

bp = Blueprint("accounts", __name__)


@bp.get("/open")
def open_account():
    number = request.args.get("account", "")
    if not number.isdigit():
        return {"error": "a number, please"}, 400
    context.remember("account", number)
    return {"account": context.recall("account")}
