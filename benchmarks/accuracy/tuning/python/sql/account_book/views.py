from flask import Blueprint, jsonify, request

from . import store

bp = Blueprint("accounts", __name__)


@bp.get("/accounts")
def accounts():
    owner = request.args.get("owner", "")
    return jsonify(store.accounts_of(owner))
