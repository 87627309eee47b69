import traceback

from django.http import JsonResponse
from django.views import View

from .reports import build


class ReportView(View):
    def get(self, request):
        try:
            return JsonResponse(build(request.GET["month"]))
        except Exception:
            return JsonResponse({"error": traceback.format_exc()}, status=500)
