import aiohttp
from aiohttp import web


HOSTS = {"web": "web-1.internal", "db": "db-1.internal"}


async def status(request: web.Request) -> web.Response:
    host = HOSTS.get(request.match_info["host"], "web-1.internal")
    async with aiohttp.ClientSession() as session:
        async with session.get(f"http://{host}/status") as answer:
            return web.json_response({"host": host, "status": answer.status})


app = web.Application()
app.router.add_get("/status/{host}", status)
