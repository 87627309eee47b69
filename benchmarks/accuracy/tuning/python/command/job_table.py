import os

from flask import Flask, request

app = Flask(__name__)
HANDLERS = {}


def register(name):
    def wrap(f):
        HANDLERS[name] = f
        return f

    return wrap


@register("run")
def run(arg):
    os.system("do " + arg)


@app.route("/x/<name>")
def view(name):
    HANDLERS[name](request.args["a"])
    return "ok"
