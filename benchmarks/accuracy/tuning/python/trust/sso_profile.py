import jwt
from django.conf import settings
from django.contrib.auth.models import User
from django.shortcuts import redirect
from django.views import View


class ReturnView(View):
    attributes = ("email", "department", "level")

    def get(self, request):
        claims = jwt.decode(request.GET["token"], settings.SSO_KEY, algorithms=["RS256"], audience="desk")
        identity = {name: claims.get(name, "") for name in self.attributes}
        request.session["identity"] = identity
        if User.objects.filter(email=identity["email"]).exists():
            return redirect("desk")
        return redirect("register")
