import os

from bottle import HTTPError, request, route


@route("/exports/<name>")
def export(name):
    context = {"root": "/srv/exports", "tenant": request.get_header("X-Tenant", "public")}
    folder = os.path.join(context["root"], "public")
    path = os.path.join(folder, "latest.csv")
    if not os.path.isfile(path):
        raise HTTPError(404)
    with open(path) as file:
        return file.read()
