from flask import Blueprint, jsonify, request, session

basket = Blueprint("basket", __name__)


@basket.put("/basket/settings")
def settings():
    values = request.get_json(silent=True) or {}
    for key in values:
        session[key] = "1"
    return jsonify(saved=len(values))
