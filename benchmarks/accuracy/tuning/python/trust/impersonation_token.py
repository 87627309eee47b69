import functools

from flask import Flask, g, request, session
from itsdangerous import TimestampSigner

app = Flask(__name__)
app.secret_key = open("/run/secrets/flask").read()
signer = TimestampSigner(app.secret_key)


def identified(view):
    @functools.wraps(view)
    def inner(**values):
        if "user" not in session:
            session["user"] = signer.unsign(request.cookies.get("user", ""), max_age=60).decode()
        g.user = session["user"]
        return view(**values)

    return inner


@app.route("/me")
@identified
def me():
    return {"user": g.user}
