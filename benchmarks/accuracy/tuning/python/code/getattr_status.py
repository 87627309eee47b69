import os

from bottle import HTTPError, route


class Actions:
    module = os

    def status(self):
        return "running"


@route("/do/<name>/<argument>")
def act(name, argument):
    action = {"status": lambda _: Actions().status()}.get(name)
    if action is None:
        raise HTTPError(404)
    return {"result": str(action(argument))}
