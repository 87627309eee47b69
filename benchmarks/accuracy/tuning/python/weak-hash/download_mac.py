import hmac

from django.conf import settings
from django.http import Http404, HttpResponse


def sign(path):
    return hmac.new(settings.LINK_SECRET.encode(), path.encode("utf-8"), "sha256").hexdigest()


def download(request, path):
    if request.GET.get("sig") != sign(path):
        raise Http404
    return HttpResponse(headers={"X-Accel-Redirect": "/protected/" + str(len(path))})
