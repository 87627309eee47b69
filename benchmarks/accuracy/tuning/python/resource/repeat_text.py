from bottle import request, route


@route("/banner")
def banner():
    word = request.query.word or "hello"
    times = int(request.query.times or 1)
    return {"banner": (word[:20] + " ") * times}
