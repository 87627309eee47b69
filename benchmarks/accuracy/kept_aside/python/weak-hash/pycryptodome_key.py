from Crypto.Hash import HMAC, SHA256
from flask import Flask, request

app = Flask(__name__)
SECRET = open("/run/secrets/licence", "rb").read()


@app.get("/licence")
def licence():
    machine = request.args["machine"].encode()
    state = HMAC.new(SECRET, digestmod=SHA256)
    state.update(machine)
    return {"key": state.hexdigest()}
