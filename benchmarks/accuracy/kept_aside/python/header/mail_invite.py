import smtplib

from bottle import post, request

HEAD = "From: club@example.org\r\nTo: {to}\r\nSubject: Invitation of {name}\r\n\r\n"


@post("/invite")
def invite():
    head = HEAD.format(to=request.forms.get("to"), name=request.forms.get("name"))
    with smtplib.SMTP("localhost") as server:
        server.sendmail("club@example.org", [request.forms.get("to")], head + "You are invited.")
    return {"sent": True}
