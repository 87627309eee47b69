from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404

ASSETS = Path(settings.BASE_DIR) / "themes"


def asset(request, theme):
    wanted = request.GET.get("file", "style.css").replace("../", "")
    path = (ASSETS / "default" / wanted).resolve()
    if not path.is_relative_to(ASSETS.resolve()):
        raise Http404(wanted)
    try:
        return FileResponse(path.open("rb"))
    except FileNotFoundError:
        raise Http404(wanted) from None
