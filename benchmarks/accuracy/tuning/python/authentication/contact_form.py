from flask import Flask, redirect, render_template, request
from flask_login import LoginManager, login_required

from .models import Message, db

app = Flask(__name__)
LoginManager(app)


@app.post("/contact")
def contact():
    db.session.add(Message(mail=request.form["mail"], text=request.form["text"]))
    db.session.commit()
    return redirect("/thanks")


@app.get("/messages")
@login_required
def messages():
    return render_template("messages.html", messages=Message.query.all())
