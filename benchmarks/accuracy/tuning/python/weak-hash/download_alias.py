from hashlib import sha1 as digest_of

from django.conf import settings
from django.http import Http404, HttpResponse


def sign(path):
    return digest_of((settings.LINK_SECRET + path).encode("utf-8")).hexdigest()


def download(request, path):
    if request.GET.get("sig") != sign(path):
        raise Http404
    return HttpResponse(headers={"X-Accel-Redirect": "/protected/" + str(len(path))})
