from bottle import post, request

from codes import invite_code

issued = {}


@post("/invites")
def invite():
    code = invite_code(10)
    issued[code] = request.forms.get("mail")
    return {"code": code}
