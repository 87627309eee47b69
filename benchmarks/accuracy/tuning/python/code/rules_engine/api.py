from aiohttp import web

from engine import Rule


async def check(request: web.Request) -> web.Response:
    body = await request.json()
    rule = Rule(body["condition"])
    return web.json_response({"holds": rule.holds(body["facts"])})


app = web.Application()
app.router.add_post("/check", check)
