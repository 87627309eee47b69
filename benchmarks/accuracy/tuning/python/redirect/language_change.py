from django.http import HttpResponseRedirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme


def set_language(request):
    target = request.POST.get("back", request.META.get("HTTP_REFERER", "/"))
    code = request.POST.get("language", "en")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}, require_https=True):
        target = "/"
    response = HttpResponseRedirect(target)
    if translation.check_for_language(code):
        response.set_cookie("django_language", code, secure=True, httponly=True, samesite="Lax")
    return response
