from flask import Blueprint, request

from books import Shelf

bp = Blueprint("books", __name__)
shelf = Shelf("/srv/books.xml")


@bp.get("/books")
def books():
    authors = ["Le Guin", "Lem", "Tolstoi"]
    author = authors[int(request.values.get("author", "0"))]
    return {"titles": shelf.by_author(author)}
