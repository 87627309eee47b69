from flask import Flask, make_response, redirect, request

from .accounts import open_session

app = Flask(__name__)


@app.post("/login")
def login():
    sid = open_session(request.form["name"], request.form["password"])
    if sid is None:
        return "no", 401
    response = make_response(redirect("/"))
    response.set_cookie("sid", sid, secure=True, httponly=True, samesite="Lax", max_age=3600)
    return response
