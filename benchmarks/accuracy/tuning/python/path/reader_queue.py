import os

from flask import Flask, request

app = Flask(__name__)


@app.get("/chapter")
def chapter():
    names = ["intro.txt", request.args.get("chapter", "one.txt")]
    names.pop()
    with open(os.path.join("/srv/book", names[0])) as file:
        return file.read()
