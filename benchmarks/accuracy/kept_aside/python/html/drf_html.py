from rest_framework.decorators import api_view, renderer_classes
from rest_framework.renderers import StaticHTMLRenderer
from rest_framework.response import Response


@api_view(["GET"])
@renderer_classes([StaticHTMLRenderer])
def unsubscribe(request):
    mail = request.query_params.get("mail", "")
    data = "<html><body><h1>Goodbye " + mail + "</h1></body></html>"
    return Response(data)
