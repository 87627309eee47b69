from django.contrib.auth.models import User
from django.shortcuts import redirect
from django.views import View


class ReturnView(View):
    attributes = ("email", "department", "level")

    def get(self, request):
        identity = {"email": request.user.email, "given": len([n for n in self.attributes if n in request.GET])}
        request.session["identity"] = identity
        if User.objects.filter(email=identity["email"]).exists():
            return redirect("desk")
        return redirect("register")
