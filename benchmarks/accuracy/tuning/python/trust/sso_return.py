from django.contrib.auth.models import User
from django.shortcuts import redirect
from django.views import View


class ReturnView(View):
    attributes = ("email", "department", "level")

    def get(self, request):
        identity = {name: request.GET.get(name, "") for name in self.attributes}
        request.session["identity"] = identity
        if User.objects.filter(email=identity["email"]).exists():
            return redirect("desk")
        return redirect("register")
