import secrets

from flask import Flask, render_template, session

app = Flask(__name__)


@app.before_request
def protect():
    if "csrf" not in session:
        session["csrf"] = secrets.token_hex(16)


@app.route("/form")
def form():
    return render_template("form.html", csrf=session["csrf"])
