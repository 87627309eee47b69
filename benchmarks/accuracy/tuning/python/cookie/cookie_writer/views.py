from flask import Blueprint, jsonify, request

from jar import CookieWriter
from users import token_for

bp = Blueprint("login", __name__)
writer = CookieWriter("auth")


@bp.post("/token")
def token():
    response = jsonify(ok=True)
    return writer.write(response, token_for(request.get_json()["name"]))
