from flask import Blueprint, abort, render_template
from flask_login import current_user

from .models import Draft, db

bp = Blueprint("articles", __name__)


@bp.get("/articles/<int:article_id>")
def article(article_id):
    found = db.session.get(Draft, article_id)
    if found is None:
        abort(404)
    return render_template("article.html", article=found, reader=current_user)
