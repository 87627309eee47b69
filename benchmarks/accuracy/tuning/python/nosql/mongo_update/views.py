from aiohttp import web

from repository import Profiles


async def patch(request: web.Request) -> web.Response:
    profiles = Profiles(request.app["db"])
    body = await request.json()
    await profiles.change(body.get("id"), body.get("values"))
    return web.json_response({"ok": True})
