from flask import Flask, request, send_from_directory

app = Flask(__name__)
INVOICES = "/srv/invoices"


@app.route("/invoice")
def invoice():
    name = request.args.get("file", "")
    return send_from_directory(INVOICES, name, as_attachment=True)
