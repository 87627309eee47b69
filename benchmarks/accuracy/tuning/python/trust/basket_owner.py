from flask import Blueprint, jsonify, request, session

basket = Blueprint("basket", __name__)


@basket.put("/basket/settings")
def settings():
    values = request.get_json(silent=True) or {}
    session.update(values)
    return jsonify(saved=len(values))
