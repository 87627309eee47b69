from urllib.parse import quote

from aiohttp import web

routes = web.RouteTableDef()


@routes.get("/session/expired")
async def expired(request: web.Request):
    back = request.rel_url.query.get("back", "/")
    response = web.HTTPFound(location="/login?back=" + quote(back, safe=""))
    response.del_cookie("sid")
    raise response
