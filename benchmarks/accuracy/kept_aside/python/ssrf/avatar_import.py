import urllib.request

from django.core.files.base import ContentFile
from django.shortcuts import redirect
from django.views import View


class AvatarImport(View):
    def post(self, request):
        source = request.POST["source"]
        with urllib.request.urlopen(source) as remote:
            data = remote.read(2_000_000)
        request.user.profile.avatar.save("avatar.png", ContentFile(data))
        return redirect("profile")
