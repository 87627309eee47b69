from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.views.decorators.csrf import csrf_protect

from .models import Account


@csrf_protect
@login_required
def transfer(request):
    source = Account.objects.get(owner=request.user)
    target = Account.objects.get(number=request.POST["to"])
    source.move(target, int(request.POST["cents"]))
    return JsonResponse({"ok": True})
