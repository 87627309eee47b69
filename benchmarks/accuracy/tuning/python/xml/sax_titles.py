import xml.sax
from io import BytesIO
from xml.sax.handler import ContentHandler, feature_external_ges

from django.http import JsonResponse
from django.views.decorators.http import require_POST


class TitleHandler(ContentHandler):
    def __init__(self):
        super().__init__()
        self.titles = []
        self.inside = False

    def startElement(self, name, attrs):
        self.inside = name == "title"

    def characters(self, content):
        if self.inside:
            self.titles.append(content)


@require_POST
def catalog(request):
    handler = TitleHandler()
    parser = xml.sax.make_parser()
    parser.setContentHandler(handler)
    parser.setFeature(feature_external_ges, False)
    parser.parse(BytesIO(request.body))
    return JsonResponse({"titles": handler.titles})
