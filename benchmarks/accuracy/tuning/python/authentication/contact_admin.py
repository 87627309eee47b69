from flask import Flask, redirect, render_template, request
from flask_login import LoginManager, login_required

from .models import Message, Price, db

app = Flask(__name__)
LoginManager(app)


@app.post("/prices/<int:price_id>")
def set_price(price_id):
    price = db.session.get(Price, price_id)
    price.cents = int(request.form["cents"])
    db.session.commit()
    return redirect("/prices")

@app.get("/messages")
@login_required
def messages():
    return render_template("messages.html", messages=Message.query.all())
