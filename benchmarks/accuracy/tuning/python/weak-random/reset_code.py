import random
import time

from flask import Flask, request

from .mail import send_mail
from .store import save_token

app = Flask(__name__)


@app.post("/reset")
def reset():
    generator = random.Random(time.time())
    token = "%032x" % generator.getrandbits(128)
    save_token(request.form["mail"], token)
    send_mail(request.form["mail"], f"https://example.org/reset/{token}")
    return "", 202
