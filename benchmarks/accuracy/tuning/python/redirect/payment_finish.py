from django.http import HttpResponsePermanentRedirect
from django.views.decorators.http import require_http_methods


@require_http_methods(["GET", "POST"])
def back(request):
    chosen = "/"
    for field in ("return_url", "cancel_url"):
        if (found := {"shop": "/shop", "cart": "/cart"}.get(request.GET.get(field, ""))) is not None:
            chosen = found
    return HttpResponsePermanentRedirect(chosen)
