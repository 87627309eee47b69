from django.contrib.admin.views.decorators import staff_member_required
from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from .models import Voucher


@staff_member_required
def vouchers(request):
    return JsonResponse({"codes": list(Voucher.objects.values_list("code", flat=True))})


@require_POST
@staff_member_required
def create_voucher(request):
    Voucher.objects.create(code=request.POST["code"], cents=int(request.POST["cents"]))
    return HttpResponse(status=201)


@require_POST
def revoke_voucher(request, pk):
    Voucher.objects.filter(pk=pk).delete()
    return HttpResponse(status=204)
