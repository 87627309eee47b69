import os
from flask import Flask, request

app = Flask(__name__)


def use(opts):
    if opts["shell"]:
        os.system(opts["cmd"])


@app.route("/x")
def view():
    use({"shell": False, "cmd": request.args["a"]})
    return "ok"
