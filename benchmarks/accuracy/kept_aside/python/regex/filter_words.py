from rest_framework.response import Response
from rest_framework.views import APIView

from .models import Line, Rule


class RuleView(APIView):
    def post(self, request):
        Rule.objects.create(owner=request.user, pattern=request.data["pattern"])
        return Response(status=201)

    def get(self, request):
        hits = 0
        for rule in Rule.objects.all():
            hits += sum(1 for line in Line.objects.all() if rule.pattern in line.text)
        return Response({"hits": hits})
