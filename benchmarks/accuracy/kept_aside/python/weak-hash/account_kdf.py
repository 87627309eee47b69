import hashlib
import os

from flask import Flask, request

from .db import save_user

app = Flask(__name__)


@app.post("/accounts")
def create():
    salt = os.urandom(16)
    digest = hashlib.pbkdf2_hmac("sha256", request.form["password"].encode(), salt, 600_000).hex()
    save_user(request.form["name"], salt.hex(), digest)
    return "", 201
