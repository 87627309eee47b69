import random
import secrets

from rest_framework.response import Response
from rest_framework.views import APIView

FAST = True


class TokenView(APIView):
    def post(self, request):
        if FAST:
            token = "%030x" % random.randrange(16**30)
        else:
            token = secrets.token_hex(15)
        request.user.tokens.create(value=token)
        return Response({"token": token})
