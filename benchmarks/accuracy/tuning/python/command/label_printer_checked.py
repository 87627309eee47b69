import os
from flask import Flask, request
from wtforms import Form, StringField
from wtforms.validators import Regexp, InputRequired

app = Flask(__name__)


class F(Form):
    n = StringField("n", [InputRequired(), Regexp(r"^[a-z0-9]+\Z")])


@app.route("/x", methods=["POST"])
def view():
    f = F(request.form)
    if f.validate():
        os.system("x " + f.n.data)
    return "ok"
