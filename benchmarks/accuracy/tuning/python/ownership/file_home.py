from aiohttp import web
from aiohttp_security import check_authorized

routes = web.RouteTableDef()


@routes.get("/files/{file_id:\\d+}")
async def file(request: web.Request) -> web.Response:
    user_id = await check_authorized(request)
    row = await request.app["db"].fetchrow(
        "SELECT name, body FROM files WHERE id = $1 AND owner = $2", int(request.match_info["file_id"]), user_id
    )
    if row is None:
        raise web.HTTPNotFound()
    return web.Response(body=row["body"], headers={"X-User": str(user_id)})
