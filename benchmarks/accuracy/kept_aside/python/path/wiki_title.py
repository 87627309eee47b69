import os

from bottle import Bottle, HTTPError, template

wiki = Bottle()
PAGES = ["/srv/wiki/new", "/srv/wiki/old"]


def places(name):
    yield from (os.path.join(folder, name) for folder in PAGES)


@wiki.route("/wiki/<name:re:[A-Za-z0-9_]+>")
def page(name):
    text = None
    for place in places(name + ".txt"):
        try:
            with open(place) as file:
                text = file.read()
        except OSError:
            continue
        break
    if text is None:
        raise HTTPError(404)
    return template("page", text=text)
