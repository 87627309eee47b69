import sqlite3

from bottle import request, route


@route("/catalog")
def catalog():
    filters = {"category": "books", "brand": "all"}
    filters["brand"] = request.query.get("brand") or "all"
    filters["category"] = "music"
    sql = "SELECT name FROM products WHERE brand = '%s'" % filters["brand"]
    db = sqlite3.connect("catalog.db")
    try:
        names = [row[0] for row in db.execute(sql)]
    finally:
        db.close()
    return {"names": names}
