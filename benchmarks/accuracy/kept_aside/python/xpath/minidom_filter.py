from django.http import JsonResponse
from django.views import View
from lxml import html

from .pages import stored_page


class LinkView(View):
    def get(self, request, pk):
        tree = html.fromstring(stored_page(pk))
        text = request.GET.get("text", "")
        links = tree.xpath(f'//a[contains(text(), "{text}")]/@href')
        return JsonResponse({"links": [str(link) for link in links]})
