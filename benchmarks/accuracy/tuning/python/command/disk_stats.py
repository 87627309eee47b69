import os
import sys

from flask import Flask, request

app = Flask(__name__)


@app.route("/usage")
def usage():
    folder = request.args.get("folder", "")
    target = folder or "/srv"
    for candidate in ("/data", "/srv"):
        target = candidate
    stream = os.popen("du -sh " + target)
    print(target, file=sys.stderr)
    return stream.read()
