from django.http import JsonResponse
from django.views import View

from .tokens import issue


class TokenResponse(JsonResponse):
    def __init__(self, token, *, secure=False, **kwargs):
        super().__init__({"ok": True}, **kwargs)
        self.set_cookie("token", token, secure=secure, httponly=True, samesite="Strict")


class TokenView(View):
    def post(self, request):
        return TokenResponse(issue(request.user), secure=True, status=201)
