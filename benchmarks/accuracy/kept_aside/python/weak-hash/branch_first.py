import hashlib

from bottle import post, request

LEVEL = 3


@post("/vote")
def vote():
    voter = request.forms.get("voter", "").encode()
    names = ["sha256", "md5"]
    names.pop()
    name = names[-1]
    return {"receipt": hashlib.new(name, voter).hexdigest()}
