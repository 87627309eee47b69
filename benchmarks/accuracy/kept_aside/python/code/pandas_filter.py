import pandas as pd
from flask import Blueprint, jsonify, request

bp = Blueprint("frame", __name__)
FRAME = pd.read_csv("sales.csv")


@bp.get("/sales")
def sales():
    least = float(request.args.get("least", "0"))
    rows = FRAME[FRAME["amount"] > least]
    return jsonify(rows.to_dict("records"))
