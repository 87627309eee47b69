from bottle import request, route
from mako.template import Template


@route("/banner")
def banner():
    text = request.query.getunicode("text", "Hello")
    source = "<div class='banner'>%s</div>" % text
    return Template(source).render()
