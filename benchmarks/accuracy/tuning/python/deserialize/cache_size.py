from aiohttp import web
from pymemcache.client.base import Client

cache = Client("localhost")


async def put(request: web.Request) -> web.Response:
    cache.set(request.match_info["key"], await request.read())
    return web.Response(status=204)


async def get(request: web.Request) -> web.Response:
    data = cache.get(request.match_info["key"])
    if data is None:
        raise web.HTTPNotFound()
    return web.json_response({"size": len(data)})


app = web.Application()
app.add_routes([web.put("/cache/{key}", put), web.get("/cache/{key}", get)])
