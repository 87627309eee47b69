from rest_framework.response import Response
from rest_framework.views import APIView

from .models import Member
from .serializers import MemberSerializer


class MemberSearch(APIView):
    def get(self, request):
        city = request.query_params.get("city", "")
        members = Member.objects.extra(where=["lower(city) = '" + city.lower() + "'"])
        return Response(MemberSerializer(members, many=True).data)
