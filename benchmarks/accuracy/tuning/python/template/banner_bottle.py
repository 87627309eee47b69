from bottle import request, route, template


@route("/banner")
def banner():
    text = request.query.getunicode("text", "Hello")
    source = "<div class='banner'>%s</div>" % text
    return template(source)
