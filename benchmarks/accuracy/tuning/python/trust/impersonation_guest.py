import functools

from flask import Flask, g, session

app = Flask(__name__)
app.secret_key = open("/run/secrets/flask").read()


def identified(view):
    @functools.wraps(view)
    def inner(**values):
        if "user" not in session:
            session["user"] = "nobody"
        g.user = session["user"]
        return view(**values)

    return inner


@app.route("/me")
@identified
def me():
    return {"user": g.user}
