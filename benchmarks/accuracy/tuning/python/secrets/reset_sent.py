import secrets

from django.http import JsonResponse
from django.views.decorators.http import require_POST

from .mail import send_reset
from .models import Account


@require_POST
def reset(request):
    account = Account.objects.get(mail=request.POST["mail"])
    account.reset_token = secrets.token_urlsafe(32)
    account.save(update_fields=["reset_token"])
    send_reset(account.mail, account.reset_token)
    return JsonResponse({"sent": True})
