from bottle import route, static_file


@route("/exports/<name>")
def export(name):
    return static_file(name, root="/srv/exports/public")
