import logging
import uuid

from django.http import JsonResponse
from django.views import View

from .reports import build


class ReportView(View):
    def get(self, request):
        try:
            return JsonResponse(build(request.GET["month"]))
        except Exception:
            number = uuid.uuid4().hex
            logging.getLogger(__name__).exception("report failed: %s", number)
            return JsonResponse({"error": number}, status=500)
