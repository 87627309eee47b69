import base64

from django.http import HttpResponseBadRequest, JsonResponse
from django.views.decorators.http import require_POST
from lxml import etree

NAMES = {"saml": "urn:oasis:names:tc:SAML:2.0:assertion"}


def parser(**options):
    return etree.XMLParser(remove_blank_text=True, **options)


@require_POST
def consume(request):
    try:
        data = base64.b64decode(request.POST["SAMLResponse"])
        root = etree.fromstring(data, parser(resolve_entities=True, no_network=False))
    except (ValueError, etree.XMLSyntaxError):
        return HttpResponseBadRequest()
    return JsonResponse({"issuer": root.findtext("saml:Issuer", namespaces=NAMES)})
