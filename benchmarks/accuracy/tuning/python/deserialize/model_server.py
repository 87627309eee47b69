import json
import pickle

from django.http import HttpResponseBadRequest, JsonResponse
from django.views.decorators.http import require_POST

LOADERS = {"json": json.loads, "pkl": pickle.loads}


@require_POST
def predict(request):
    upload = request.FILES["rows"]
    suffix = upload.name.rpartition(".")[2]
    loader = LOADERS.get(suffix)
    if loader is None:
        return HttpResponseBadRequest("unknown suffix")
    rows = loader(upload.read())
    return JsonResponse({"rows": len(rows)})
