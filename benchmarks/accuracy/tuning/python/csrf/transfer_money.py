from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.views.decorators.http import require_POST

from .models import Account


@require_POST
@login_required
def transfer(request):
    source = Account.objects.get(owner=request.user)
    target = Account.objects.get(number=request.POST["to"])
    source.move(target, int(request.POST["cents"]))
    return JsonResponse({"ok": True})
