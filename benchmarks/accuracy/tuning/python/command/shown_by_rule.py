import os
from flask import Flask, Blueprint

bp = Blueprint("b", __name__)


def show(name):
    os.system("x " + name)
    return "ok"


bp.add_url_rule("/x/<name>", view_func=show)
