from pathlib import Path

from django.http import HttpResponse
from django.views import View


class WorkspaceFile(View):
    base = Path("/srv/workspaces")

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.wanted = self.base / request.GET["path"]

    def get(self, request, *args, **kwargs):
        return HttpResponse(self.wanted.read_bytes(), content_type="text/plain")
