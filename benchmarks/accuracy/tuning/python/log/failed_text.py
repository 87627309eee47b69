import logging

from flask import Flask, request

from .accounts import check

app = Flask(__name__)
log = logging.getLogger("auth")


@app.post("/login")
def login():
    name = request.form.get("name", "")
    if not check(name, request.form.get("password", "")):
        log.warning(f"failed login of {name} from {request.remote_addr}")
        return "no", 401
    return "yes"
