import jsonpickle
from aiohttp import web


async def restore(request: web.Request) -> web.Response:
    text = await request.text()
    state = jsonpickle.encode(await request.json())
    request.app["state"] = state
    return web.json_response({"restored": True})


app = web.Application()
app.router.add_post("/restore", restore)
