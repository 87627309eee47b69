import os
import sys

from flask import Flask, request

app = Flask(__name__)


@app.route("/usage")
def usage():
    folder = request.args.get("folder", "")
    suffix = "/data"
    if len(suffix) * 2 < 20:
        target = folder
    else:
        target = "/srv"
    stream = os.popen("du -sh " + target)
    print(target, file=sys.stderr)
    return stream.read()
