from hashlib import blake2b

from django.conf import settings
from django.http import Http404, HttpResponse


def sign(path):
    return blake2b(path.encode(), key=settings.LINK_SECRET.encode()[:64]).hexdigest()


def download(request, path):
    if request.GET.get("sig") != sign(path):
        raise Http404
    return HttpResponse(headers={"X-Accel-Redirect": "/protected/" + str(len(path))})
