from flask import Blueprint, request

from books import Shelf

bp = Blueprint("books", __name__)
shelf = Shelf("/srv/books.xml")


@bp.get("/books")
def books():
    author = request.values.get("author", "")
    return {"titles": shelf.by_author(author)}
