import random

from django.http import HttpResponse


def start(request):
    sid = str(random.randint(10**15, 10**16))
    request.session["sid"] = sid
    response = HttpResponse("started")
    response.set_cookie("sid", sid, secure=True, httponly=True, samesite="Strict")
    return response
