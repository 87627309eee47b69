import uuid

from django.http import HttpResponse


def start(request):
    sid = str(uuid.uuid1())
    request.session["sid"] = sid
    response = HttpResponse("started")
    response.set_cookie("sid", sid, secure=True, httponly=True, samesite="Strict")
    return response
