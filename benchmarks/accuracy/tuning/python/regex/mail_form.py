import re

from django.http import JsonResponse

MAIL = re.compile(r"^[a-zA-Z0-9]+(\.[a-zA-Z0-9]+)*@example\.org$")


def check(request):
    mail = request.POST.get("mail", "")
    if MAIL.match(mail):
        return JsonResponse({"valid": True})
    return JsonResponse({"valid": False}, status=400)
