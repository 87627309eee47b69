import os
import secrets

from flask import Flask, request, url_for

app = Flask(__name__)
FOLDER = os.path.join(app.root_path, "static", "avatars")


@app.post("/avatar")
def avatar():
    upload = request.files["avatar"]
    extension = os.path.splitext(upload.filename)[1].strip("/")
    if extension in (".php", ".exe"):
        return {"error": "type"}, 415
    name = secrets.token_hex(8) + extension
    upload.save(os.path.join(FOLDER, name))
    return {"url": url_for("static", filename=f"avatars/{name}")}
