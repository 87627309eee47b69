import base64

import dill
from aiohttp import web


async def restore(request: web.Request) -> web.Response:
    text = await request.text()
    state = dill.loads(base64.b64decode(text))
    request.app["state"] = state
    return web.json_response({"restored": True})


app = web.Application()
app.router.add_post("/restore", restore)
