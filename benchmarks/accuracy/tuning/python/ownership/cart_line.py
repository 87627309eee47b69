from flask import Blueprint, jsonify, request
from flask_login import current_user, login_required

from .models import Line, db

bp = Blueprint("basket", __name__)


@bp.get("/lines")
@login_required
def lines():
    return jsonify([line.as_dict() for line in Line.query.filter_by(user_id=current_user.id)])


@bp.patch("/lines/<int:line_id>")
@login_required
def change(line_id):
    line = Line.query.filter_by(id=line_id, user_id=current_user.id).first_or_404()
    line.count = int(request.get_json()["count"])
    db.session.commit()
    return jsonify(line.as_dict())
