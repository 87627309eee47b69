from random import SystemRandom as Generator

from aiohttp import web

source = Generator()


async def api_key(request: web.Request) -> web.Response:
    key = "".join(source.choices("0123456789abcdef", k=40))
    request.app["keys"].add(key)
    return web.json_response({"key": key})
