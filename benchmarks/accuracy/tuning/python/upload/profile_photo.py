import os

from flask import Flask, redirect, request
from werkzeug.utils import secure_filename

app = Flask(__name__, static_folder="static")
ALLOWED = {"png", "jpg", "gif"}


def allowed(name):
    return "." in name and name.rsplit(".", 1)[1].lower() in ALLOWED


@app.route("/picture", methods=["POST"])
def picture():
    file = request.files["picture"]
    name = secure_filename(file.filename)
    if not allowed(name):
        return "only pictures", 415
    file.save(os.path.join(app.static_folder, "pictures", name))
    return redirect("/profile")
