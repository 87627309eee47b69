from django.http import JsonResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from .models import Device


@method_decorator(csrf_exempt, name="dispatch")
class DeviceView(View):
    def post(self, request):
        if not request.user.is_authenticated:
            return JsonResponse({"error": "login"}, status=401)
        Device.objects.create(owner=request.user, name=request.POST["name"])
