import shutil
import tempfile
import uuid

from flask import Flask, request, send_file

app = Flask(__name__)


@app.route("/preview", methods=["POST"])
def preview():
    source = str(uuid.UUID(request.form["source"])) + ".png"
    with tempfile.NamedTemporaryFile(suffix=".png", delete=False) as copy:
        target = copy.name
    shutil.copyfile("/data/scans/" + source, target)
    return send_file(target)
