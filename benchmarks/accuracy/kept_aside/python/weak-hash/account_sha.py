import hashlib
import os

from flask import Flask, request

from .db import save_user

app = Flask(__name__)


@app.post("/accounts")
def create():
    salt = os.urandom(16)
    digest = hashlib.new("sha1", salt + request.form["password"].encode()).hexdigest()
    save_user(request.form["name"], salt.hex(), digest)
    return "", 201
