from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404

from .models import Invoice


@login_required
def invoice(request, pk):
    found = get_object_or_404(Invoice, pk=pk)
    if found.customer_id != request.user.id:
        return JsonResponse({}, status=404)
    return JsonResponse({"number": found.number, "amount": str(found.amount), "iban": found.iban})
