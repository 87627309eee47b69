import random
import string

from flask import Flask, request

from .mail import send_mail
from .store import save_token

app = Flask(__name__)


@app.post("/reset")
def reset():
    token = "".join(random.choice(string.ascii_letters) for _ in range(32))
    save_token(request.form["mail"], token)
    send_mail(request.form["mail"], f"https://example.org/reset/{token}")
    return "", 202
