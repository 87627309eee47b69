import re

import asyncpg
from aiohttp import web

routes = web.RouteTableDef()


@routes.get("/devices/{serial}")
async def device(request: web.Request) -> web.Response:
    serial = request.match_info["serial"]
    if not re.match(r"[A-Z0-9]{6,20}", serial):
        raise web.HTTPBadRequest()
    pool: asyncpg.Pool = request.app["pool"]
    async with pool.acquire() as conn:
        row = await conn.fetchrow(f"SELECT serial, firmware FROM devices WHERE serial = '{serial}'")
    if row is None:
        raise web.HTTPNotFound()
    return web.json_response(dict(row))


async def start(app: web.Application) -> None:
    app["pool"] = await asyncpg.create_pool("postgresql://localhost/devices")


app = web.Application()
app.add_routes(routes)
app.on_startup.append(start)
