import re

from aiohttp import web

VERSION = r"^(\d+|[0-9a-f]+)+$"


async def version(request: web.Request) -> web.Response:
    value = request.headers.get("X-Version", "")
    if re.match(VERSION, value) is None:
        raise web.HTTPBadRequest()
    return web.json_response({"version": value})
