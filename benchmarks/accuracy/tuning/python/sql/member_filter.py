from rest_framework.response import Response
from rest_framework.views import APIView

from .models import Member
from .serializers import MemberSerializer


class MemberSearch(APIView):
    def get(self, request):
        city = request.query_params.get("city", "")
        members = Member.objects.raw("SELECT * FROM club_member WHERE city = %s", [city])
        return Response(MemberSerializer(members, many=True).data)
