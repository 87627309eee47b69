import hashlib

import MySQLdb
from flask import Flask, redirect, render_template, request, session

app = Flask(__name__)
app.secret_key = "from-the-environment"


@app.route("/login", methods=["GET", "POST"])
def login():
    if request.method == "GET":
        return render_template("login.html")
    name = request.form["name"]
    digest = hashlib.sha256(request.form["password"].encode()).hexdigest()
    conn = MySQLdb.connect(db="site")
    cur = conn.cursor()
    cur.execute("SELECT id FROM users WHERE name = '%s' AND digest = '%s'" % (name, digest))
    user = cur.fetchone()
    if user is None:
        return render_template("login.html", error="wrong name or password"), 401
    session["user_id"] = user[0]
    return redirect("/")
