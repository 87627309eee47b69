from django.template import engines
from rest_framework.response import Response
from rest_framework.views import APIView


class PreviewView(APIView):
    def post(self, request):
        text = request.data.get("text", "")
        template = engines["django"].from_string(text)
        return Response({"preview": template.render({"user": request.user})})
