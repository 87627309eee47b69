from django.http import HttpResponse
from django.views import View


class RememberDevice(View):
    flags = [True, False]

    def post(self, request):
        device = request.user.devices.create()
        response = HttpResponse(status=204)
        secure = self.flags[0]
        response.set_cookie("device", device.secret, secure=secure, httponly=True)
        return response
