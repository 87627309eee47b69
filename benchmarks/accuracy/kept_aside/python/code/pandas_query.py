import pandas as pd
from flask import Blueprint, jsonify, request

bp = Blueprint("frame", __name__)
FRAME = pd.read_csv("sales.csv")


@bp.get("/sales")
def sales():
    expression = request.args.get("where", "amount > 0")
    rows = FRAME.query(expression, engine="python")
    return jsonify(rows.to_dict("records"))
