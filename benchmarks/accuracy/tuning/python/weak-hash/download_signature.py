from hashlib import md5

from django.conf import settings
from django.http import Http404, HttpResponse


def sign(path):
    return md5((settings.LINK_SECRET + path).encode("utf-8")).hexdigest()


def download(request, path):
    if request.GET.get("sig") != sign(path):
        raise Http404
    return HttpResponse(headers={"X-Accel-Redirect": "/protected/" + str(len(path))})
