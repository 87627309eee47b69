import io

import requests
from flask import Flask, request, send_file
from PIL import Image

app = Flask(__name__)


class Resizer:
    def __init__(self, source, width=200):
        self.http = requests.Session()
        self.source = source
        self.width = width

    def load(self):
        response = self.http.get(self.source, stream=True, timeout=10)
        return Image.open(io.BytesIO(response.content))

    def result(self):
        image = self.load()
        image.thumbnail((self.width, self.width))
        out = io.BytesIO()
        image.save(out, "PNG")
        out.seek(0)
        return out


@app.get("/resize")
def resize():
    resizer = Resizer(request.args["src"], request.args.get("w", 200, type=int))
    return send_file(resizer.result(), mimetype="image/png")
