from django.http import JsonResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from .models import Device, Token


@method_decorator(csrf_exempt, name="dispatch")
class DeviceView(View):
    def post(self, request):
        key = request.headers.get("Authorization", "").removeprefix("Token ")
        token = Token.objects.filter(key=key).first()
        if token is None:
            return JsonResponse({"error": "token"}, status=401)
        Device.objects.create(owner=token.owner, name=request.POST["name"])
        return JsonResponse({}, status=201)
