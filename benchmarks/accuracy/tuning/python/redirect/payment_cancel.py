from django.http import HttpResponsePermanentRedirect
from django.views.decorators.http import require_http_methods


@require_http_methods(["GET", "POST"])
def back(request):
    chosen = "/"
    for field in ("return_url", "cancel_url"):
        if request.GET.get(field):
            chosen = request.GET[field].strip().lower()
    return HttpResponsePermanentRedirect(chosen)
