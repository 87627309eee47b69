import logging

from flask import Flask, request

from .accounts import authenticate

app = Flask(__name__)
logger = logging.getLogger(__name__)


@app.post("/login")
def login():
    name, password = request.form["name"], request.form["password"]
    user = authenticate(name, password)
    if user is None:
        logger.warning("login failed: %s", dict(request.form))
        return "no", 401
    return "yes"
