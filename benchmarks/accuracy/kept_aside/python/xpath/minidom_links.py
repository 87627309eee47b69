from django.http import JsonResponse
from django.views import View
from lxml import html

from .pages import stored_page


class LinkView(View):
    def get(self, request, pk):
        tree = html.fromstring(stored_page(pk))
        text = request.GET.get("text", "")
        links = [a.get("href") for a in tree.iterfind(".//a[@href]") if text in (a.text or "")]
        return JsonResponse({"links": [str(link) for link in links]})
