import os
from flask import Flask, request
from flask_wtf import FlaskForm
from wtforms import SelectField

app = Flask(__name__)


class F(FlaskForm):
    n = SelectField("n", choices=[("a", "A"), ("b", "B")])


@app.route("/x", methods=["POST"])
def view():
    f = F()
    os.system("x " + f.n.data)
    return "ok"
