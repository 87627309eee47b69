from bottle import request, route
from lxml import etree


@route("/courses")
def courses():
    tree = etree.parse("courses.xml")
    parts = ["//course", "[@teacher='", request.get_cookie("teacher", ""), "']"]
    parts[2:3] = ["smith"]
    expression = "".join(parts)
    return {"ids": tree.xpath(expression + "/@id")}
