from django.http import JsonResponse
from django.views import View
from lxml import etree


class MergeView(View):
    def post(self, request):
        names = []
        upload = request.FILES["settings"]
        transform = etree.XSLT(etree.parse(upload, etree.XMLParser(load_dtd=True, resolve_entities=True)))
        for element in transform(etree.XML("<options/>")).iter("option"):
            names.append(element.get("name"))
            element.clear()
        return JsonResponse({"options": names})
