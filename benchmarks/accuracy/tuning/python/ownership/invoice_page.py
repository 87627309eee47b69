from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404

from .models import Invoice


@login_required
def invoice(request, pk):
    found = get_object_or_404(Invoice, pk=pk, customer=request.user)
    return JsonResponse({"number": found.number, "amount": str(found.amount), "iban": found.iban})
