from Crypto.Cipher import ARC2
from flask import Flask, request

app = Flask(__name__)
KEY = open("/run/secrets/fernet", "rb").read()


@app.post("/tokens")
def token():
    user = request.form["user"]
    mixed = ARC2.new(KEY, ARC2.MODE_CFB, b"12345678").encrypt(user.encode())
    return mixed.hex()
