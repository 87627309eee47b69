from aiohttp import web

PRODUCTION = True


async def login(request: web.Request) -> web.Response:
    data = await request.post()
    token = request.app["sessions"].open(data["name"], data["password"])
    response = web.json_response({"ok": True})
    response.set_cookie("token", token, secure=PRODUCTION, httponly=True)
    return response
