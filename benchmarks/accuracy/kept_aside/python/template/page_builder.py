from django.http import HttpResponse
from django.template import Context, Template
from django.views import View


class PageView(View):
    def post(self, request):
        source = request.POST.get("source", "")
        page = Template("{% load i18n %}" + source)
        return HttpResponse(page.render(Context({"user": request.user})))
