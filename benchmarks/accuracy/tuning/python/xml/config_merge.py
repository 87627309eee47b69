from django.http import JsonResponse
from django.views import View
from lxml import etree


class MergeView(View):
    def post(self, request):
        names = []
        upload = request.FILES["settings"]
        for _, element in etree.iterparse(upload, tag="option", resolve_entities=True, load_dtd=True):
            names.append(element.get("name"))
            element.clear()
        return JsonResponse({"options": names})
