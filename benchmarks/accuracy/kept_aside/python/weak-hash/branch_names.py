import hashlib

from bottle import post, request

LEVEL = 3


@post("/vote")
def vote():
    voter = request.forms.get("voter", "").encode()
    names = ["sha512", "sha256", "sha1"]
    name = names[2:][0]
    return {"receipt": hashlib.new(name, voter).hexdigest()}
