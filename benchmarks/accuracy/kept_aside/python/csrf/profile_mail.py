from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache


@method_decorator(never_cache, name="dispatch")
class MailAddressView(LoginRequiredMixin, View):
    def post(self, request):
        request.user.email = request.POST["email"]
        request.user.save(update_fields=["email"])
        return HttpResponse(status=204)
