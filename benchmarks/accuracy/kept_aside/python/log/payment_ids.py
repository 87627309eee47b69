import logging

from rest_framework.response import Response
from rest_framework.views import APIView

from .models import Payment


class PaymentView(APIView):
    audit = logging.getLogger("audit")

    def note(self, template, *values):
        self.audit.info(template.format(*values))

    def post(self, request):
        payment = Payment.objects.create(owner=request.user, cents=int(request.data["cents"]))
        self.note("payment {} of {}", payment.pk, payment.cents)
        return Response({"id": payment.pk}, status=201)
