from flask import Blueprint, jsonify, request
from flask_login import login_required

from .models import User, db

bp = Blueprint("users", __name__)


@bp.get("/users")
@login_required
def users():
    return jsonify([user.name for user in User.query.all()])


@bp.post("/users")
@login_required
def add_user():
    db.session.add(User(name=request.form["name"]))
    db.session.commit()
    return "", 201


@bp.delete("/users/<int:user_id>")
def delete_user(user_id):
    db.session.delete(db.session.get(User, user_id))
    db.session.commit()
    return "", 204
