import os

from rest_framework.decorators import api_view
from rest_framework.response import Response

ROOT = "/srv/attachments"


@api_view(["DELETE"])
def remove_attachment(request):
    names = request.data.get("names", [])
    removed = 0
    for name in names:
        target = os.path.join(ROOT, os.path.basename(name))
        if os.path.isfile(target):
            os.remove(target)
            removed += 1
    return Response({"removed": removed})
