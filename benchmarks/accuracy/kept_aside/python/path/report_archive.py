from pathlib import Path

from django.http import FileResponse, HttpResponseNotFound
from django.urls import path
from django.views import View

ARCHIVE = Path("/srv/reports")


class ReportDownload(View):
    suffix = ".pdf"

    def locate(self, year: int, month: str) -> Path:
        return ARCHIVE.joinpath(str(year), month).with_suffix(self.suffix)

    def get(self, request, year, month):
        report = self.locate(year, month)
        if not report.is_file():
            return HttpResponseNotFound()
        return FileResponse(report.open("rb"))


urlpatterns = [path("reports/<int:year>/<path:month>", ReportDownload.as_view())]
