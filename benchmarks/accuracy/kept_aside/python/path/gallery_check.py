from __future__ import annotations

import mimetypes
import os
from dataclasses import dataclass

from flask import Flask, Response, abort, request

app = Flask(__name__)


@dataclass(frozen=True)
class Picture:
    album: str
    name: str

    @property
    def path(self) -> str:
        return os.path.normpath(os.path.join(app.config["GALLERY"], self.album, self.name))

    @property
    def mimetype(self) -> str:
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"


def load(picture: Picture) -> bytes:
    root = os.path.abspath(app.config["GALLERY"]) + os.sep
    if not os.path.abspath(picture.path).startswith(root):
        abort(403)
    try:
        with open(picture.path, "rb") as file:
            return file.read()
    except (FileNotFoundError, IsADirectoryError):
        abort(404)


@app.route("/picture")
def picture():
    wanted = Picture(request.args.get("album", "default"), request.args.get("name", "index.jpg"))
    return Response(load(wanted), mimetype=wanted.mimetype)
