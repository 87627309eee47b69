from flask import Flask, redirect, render_template, request, session, url_for

from .accounts import authenticate

app = Flask(__name__)


@app.route("/login", methods=["GET", "POST"])
def login():
    if request.method == "GET":
        return render_template("login.html", next=request.args.get("next", ""))
    user = authenticate(request.form["name"], request.form["password"])
    if user is None:
        return render_template("login.html", error="try again"), 401
    session["uid"] = user.id
    target = request.form.get("next") or url_for("index")
    return redirect(target)
