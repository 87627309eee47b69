import socket

from bottle import request, route


@route("/check")
def check():
    host = request.query.host
    port = int(request.query.port or 80)
    try:
        with socket.create_connection((host, port), timeout=2):
            return {"open": True}
    except OSError:
        return {"open": False}
