from rest_framework.response import Response
from rest_framework.views import APIView

from .models import Member
from .serializers import MemberSerializer


class MemberSearch(APIView):
    def get(self, request):
        city = request.query_params.get("city", "")
        members = Member.objects.filter(city__iexact=city).order_by("name")
        return Response(MemberSerializer(members, many=True).data)
