from django.http import HttpResponse
from django.utils.html import escape, strip_tags
from django.views import View


class BadgeView(View):
    http_method_names = ["post"]

    def post(self, request):
        name = escape(request.POST.get("name", ""))
        bio = strip_tags(request.POST.get("bio", ""))
        body = "<div class='badge' title='%s'><b>%s</b></div>" % (bio, name)
        return HttpResponse(body)
