import os

from starlette.applications import Starlette
from starlette.responses import FileResponse
from starlette.routing import Route

FONTS = "/usr/share/fonts"


def font(request):
    family = request.query_params.get("family")
    name = "serif.ttf" if family == "serif" else "sans.ttf"
    return FileResponse(os.path.join(FONTS, name))


app = Starlette(routes=[Route("/font", font)])
