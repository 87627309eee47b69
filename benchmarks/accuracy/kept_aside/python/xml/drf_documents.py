from defusedxml import ElementTree
from rest_framework.parsers import BaseParser
from rest_framework.response import Response
from rest_framework.views import APIView


class OrderXMLParser(BaseParser):
    media_type = "application/xml"

    def parse(self, stream, media_type=None, parser_context=None):
        tree = ElementTree.parse(stream)
        return {child.tag: child.text for child in tree.getroot()}


class OrderView(APIView):
    parser_classes = [OrderXMLParser]

    def post(self, request):
        return Response({"fields": sorted(request.data)})
