from django.template import engines
from rest_framework.response import Response
from rest_framework.views import APIView


class PreviewView(APIView):
    def post(self, request):
        text = request.data.get("text", "")
        names = {"welcome": "mails/welcome.txt", "goodbye": "mails/goodbye.txt"}
        template = engines["django"].get_template(names.get(text, "mails/welcome.txt"))
        return Response({"preview": template.render({"user": request.user})})
