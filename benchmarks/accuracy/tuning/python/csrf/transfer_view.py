from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.views.decorators.csrf import csrf_exempt

from .models import Account


@csrf_exempt
@login_required
def transfer(request):
    source = Account.objects.get(owner=request.user)
    target = Account.objects.get(number=request.POST["to"])
    source.move(target, int(request.POST["cents"]))
    return JsonResponse({"ok": True})
