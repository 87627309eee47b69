from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt


@method_decorator(csrf_exempt, name="dispatch")
class MailAddressView(LoginRequiredMixin, View):
    def post(self, request):
        request.user.email = request.POST["email"]
        request.user.save(update_fields=["email"])
        return HttpResponse(status=204)
