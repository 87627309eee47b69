import shutil
from pathlib import Path

from aiohttp import web

BACKUPS = Path("/srv/backups")
routes = web.RouteTableDef()


def checked(name: str) -> Path:
    if not name.endswith(".tar.gz"):
        raise web.HTTPBadRequest(text="no backup")
    return BACKUPS / name


@routes.post("/restore")
async def restore(request: web.Request) -> web.Response:
    body = await request.json()
    source = checked(body["backup"])
    target = Path("/srv/data") / source.stem
    shutil.unpack_archive(source, target)
    return web.json_response({"restored": source.name})
