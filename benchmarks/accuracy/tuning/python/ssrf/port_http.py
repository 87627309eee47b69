import http.client

from bottle import request, route


@route("/check")
def check():
    host = request.query.host
    port = int(request.query.port or 80)
    try:
        connection = http.client.HTTPConnection(host, port, timeout=2)
        connection.request("GET", "/health")
        if connection.getresponse().status == 200:
            return {"open": True}
    except OSError:
        return {"open": False}
