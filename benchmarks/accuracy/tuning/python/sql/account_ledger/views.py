from flask import Blueprint, jsonify, request

from . import store

bp = Blueprint("accounts", __name__)


@bp.get("/accounts")
def accounts():
    owner = str(int(request.args.get("owner", "0")))
    return jsonify(store.accounts_of(owner))
