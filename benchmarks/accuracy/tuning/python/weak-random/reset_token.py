import secrets

from flask import Flask, request

from .mail import send_mail
from .store import save_token

app = Flask(__name__)


@app.post("/reset")
def reset():
    token = secrets.token_urlsafe(32)
    save_token(request.form["mail"], token)
    send_mail(request.form["mail"], f"https://example.org/reset/{token}")
    return "", 202
