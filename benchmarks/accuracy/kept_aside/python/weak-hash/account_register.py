import hashlib
import os

from flask import Flask, request

from .db import save_user

app = Flask(__name__)


@app.post("/accounts")
def create():
    salt = os.urandom(16)
    digest = hashlib.scrypt(request.form["password"].encode(), salt=salt, n=2**14, r=8, p=1).hex()
    save_user(request.form["name"], salt.hex(), digest)
    return "", 201
