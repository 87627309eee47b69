from django.contrib.auth import authenticate, login
from django.http import HttpResponse, HttpResponseForbidden
from django.views.decorators.http import require_POST

from .tokens import remember_token


@require_POST
def sign_in(request):
    user = authenticate(request, username=request.POST["name"], password=request.POST["password"])
    if user is None:
        return HttpResponseForbidden()
    login(request, user)
    response = HttpResponse("welcome")
    response.set_signed_cookie("remember", remember_token(user), secure=True, httponly=True, samesite="Lax")
    return response
