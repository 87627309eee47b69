import hashlib

from bottle import post, request

LEVEL = 7


@post("/vote")
def vote():
    voter = request.forms.get("voter", "").encode()
    if LEVEL * 2 < 10:
        name = "md5"
    else:
        name = "sha256"
    return {"receipt": hashlib.new(name, voter).hexdigest()}
