import os

from flask import Flask, request, send_file

from werkzeug.utils import secure_filename

app = Flask(__name__)
INVOICES = "/srv/invoices"


@app.route("/invoice")
def invoice():
    name = request.args.get("file", "")
    path = os.path.join(INVOICES, secure_filename(name))
    if not os.path.exists(path):
        return "no such invoice", 404
    return send_file(path, as_attachment=True)
