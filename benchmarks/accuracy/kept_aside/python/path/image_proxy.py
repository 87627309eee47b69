import shutil
import tempfile

from flask import Flask, request, send_file

app = Flask(__name__)


@app.route("/preview", methods=["POST"])
def preview():
    source = request.form["source"]
    with tempfile.NamedTemporaryFile(suffix=".png", delete=False) as copy:
        target = copy.name
    shutil.copyfile("/data/scans/" + source, target)
    return send_file(target)
