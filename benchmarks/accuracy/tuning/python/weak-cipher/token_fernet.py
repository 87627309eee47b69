from cryptography.fernet import Fernet
from flask import Flask, request

app = Flask(__name__)
box = Fernet(open("/run/secrets/fernet", "rb").read())


@app.post("/tokens")
def token():
    user = request.form["user"]
    return box.encrypt(user.encode()).decode()
