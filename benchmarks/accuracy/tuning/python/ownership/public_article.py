from flask import Blueprint, abort, render_template
from flask_login import current_user

from .models import Article

bp = Blueprint("articles", __name__)


@bp.get("/articles/<int:article_id>")
def article(article_id):
    found = Article.query.filter_by(id=article_id, published=True).first()
    if found is None:
        abort(404)
    return render_template("article.html", article=found, reader=current_user)
