import psycopg2
from flask import Blueprint, current_app, jsonify, request

bp = Blueprint("tickets", __name__, url_prefix="/tickets")


@bp.route("/")
def wall():
    conditions = ["deleted = false"]
    status = current_app.config.get("BOARD_STATUS", "open")
    if status:
        conditions.append("status = '" + status + "'")
    assignee = request.args.get("assignee", type=int)
    if assignee is not None:
        conditions.append(f"assignee_id = {assignee}")
    where = " AND ".join(conditions)
    conn = psycopg2.connect(current_app.config["DSN"])
    try:
        with conn.cursor() as cur:
            cur.execute("SELECT id, title FROM tickets WHERE " + where)
            return jsonify(cur.fetchall())
    finally:
        conn.close()
