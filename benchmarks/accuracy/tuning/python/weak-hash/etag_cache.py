import hashlib

from aiohttp import web


async def asset(request: web.Request) -> web.Response:
    body = request.app["assets"][request.match_info["name"]]
    tag = hashlib.md5(body, usedforsecurity=False).hexdigest()
    if request.headers.get("If-None-Match") == tag:
        raise web.HTTPNotModified()
    return web.Response(body=body, headers={"ETag": tag})
