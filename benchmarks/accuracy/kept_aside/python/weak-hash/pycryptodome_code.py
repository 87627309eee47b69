from Crypto.Hash import MD4
from flask import Flask, request

app = Flask(__name__)
SECRET = open("/run/secrets/licence", "rb").read()


@app.get("/licence")
def licence():
    machine = request.args["machine"].encode()
    state = MD4.new(SECRET)
    state.update(machine)
    return {"key": state.hexdigest()}
