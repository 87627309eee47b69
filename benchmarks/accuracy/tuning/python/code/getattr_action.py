import os

from bottle import HTTPError, route


class Actions:
    module = os

    def status(self):
        return "running"


@route("/do/<name>/<argument>")
def act(name, argument):
    action = getattr(os, name, None)
    if action is None:
        raise HTTPError(404)
    return {"result": str(action(argument))}
