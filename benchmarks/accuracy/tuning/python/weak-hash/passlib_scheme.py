from passlib.context import CryptContext
from rest_framework.response import Response
from rest_framework.views import APIView

from .models import Member

context = CryptContext(schemes=["argon2"])


class PasswordView(APIView):
    def put(self, request):
        member = Member.objects.get(user=request.user)
        member.digest = context.hash(request.data["password"])
        member.save(update_fields=["digest"])
        return Response(status=204)
