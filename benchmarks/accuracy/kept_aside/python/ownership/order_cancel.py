from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.views import View

from .models import Order


class CancelOrder(LoginRequiredMixin, View):
    def post(self, request):
        order = Order.objects.get(number=request.POST["number"])
        order.status = "cancelled"
        order.save(update_fields=["status"])
        return HttpResponse(status=204)
