from bottle import request, route

PRODUCTS = [{"name": "pen", "price": 2}, {"name": "ink", "price": 9}]
TEMPLATE = """
def key(product):
    return product["{field}"]
"""


@route("/products")
def products():
    names = {}
    field = request.query.get("sort", "name")
    if field not in PRODUCTS[0]:
        field = "name"
    exec(TEMPLATE.format(field=field), names)
    return {"products": sorted(PRODUCTS, key=names["key"])}
