from bottle import post, request, response

KEY = open("/run/secrets/bottle").read()


@post("/login")
def login():
    name = request.forms.get("name")
    if not name:
        response.status = 401
        return {"ok": False}
    response.set_cookie("account", name, secret=KEY, path="/", secure=True, httponly=True, samesite="lax")
    return {"ok": True}
