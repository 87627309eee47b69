from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.views import View

from .models import Order


class CancelOrder(LoginRequiredMixin, View):
    def post(self, request):
        order = Order.objects.get(number=request.POST["number"])
        self.ensure_own(order)
        order.status = "cancelled"
        order.save(update_fields=["status"])
        return HttpResponse(status=204)

    def ensure_own(self, order):
        if order.customer != self.request.user:
            raise PermissionDenied
