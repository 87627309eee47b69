import os

from flask import Flask, request, send_file

app = Flask(__name__)
INVOICES = "/srv/invoices"


@app.route("/invoice")
def invoice():
    name = request.args.get("file", "")
    path = os.path.join(INVOICES, name)
    if not os.path.exists(path):
        return "no such invoice", 404
    return send_file(path, as_attachment=True)
