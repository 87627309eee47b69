from django.http import HttpResponseRedirect
from django.utils import translation


def set_language(request):
    target = request.POST.get("back", request.META.get("HTTP_REFERER", "/"))
    code = request.POST.get("language", "en")
    response = HttpResponseRedirect(target)
    if translation.check_for_language(code):
        response.set_cookie("django_language", code, secure=True, httponly=True, samesite="Lax")
    return response
