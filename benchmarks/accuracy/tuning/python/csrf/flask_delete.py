from flask import Flask, redirect, request
from flask_login import current_user, login_required
from flask_wtf.csrf import CSRFProtect

app = Flask(__name__)
app.config.from_prefixed_env()
csrf = CSRFProtect(app)


@app.post("/account/delete")
@login_required
def delete_account():
    if request.form.get("sure") == "yes":
        current_user.delete()
    return redirect("/")
