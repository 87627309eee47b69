from bottle import Bottle, request

from navigation import leave

app = Bottle()


@app.get("/leave")
def leave_site():
    return leave(request.query.getunicode("u"))


@app.get("/home")
def home():
    return leave("/")
