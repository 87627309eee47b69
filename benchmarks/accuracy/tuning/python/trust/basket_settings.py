from flask import Blueprint, jsonify, request, session

basket = Blueprint("basket", __name__)


@basket.put("/basket/settings")
def settings():
    values = request.get_json(silent=True) or {}
    currency = values.get("currency")
    session.update({"currency": currency if currency in {"EUR", "USD"} else "EUR"})
    return jsonify(saved=len(values))
