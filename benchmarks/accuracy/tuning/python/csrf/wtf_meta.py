from flask import Flask, flash, redirect, render_template
from flask_login import current_user, login_required
from flask_wtf import FlaskForm
from wtforms import StringField

app = Flask(__name__)
app.config["SECRET_KEY"] = open("/run/secrets/flask").read()


class NickForm(FlaskForm):
    nick = StringField("nick")

    class Meta:
        csrf = False


@app.route("/nick", methods=["GET", "POST"])
@login_required
def nick():
    form = NickForm()
    if form.validate_on_submit():
        current_user.rename(form.nick.data)
        flash("saved")
        return redirect("/")
    return render_template("nick.html", form=form)
