from django.http import HttpResponse
from django.utils.html import escape
from django.views import View


class BadgeView(View):
    http_method_names = ["post"]

    def post(self, request):
        name = escape(request.POST.get("name", ""))
        bio = request.POST.get("bio", "")
        body = "<div class='badge'><b>%s</b><p>%s</p></div>" % (name, bio)
        return HttpResponse(body)
