import aiohttp
from aiohttp import web


async def status(request: web.Request) -> web.Response:
    host = request.match_info["host"]
    async with aiohttp.ClientSession() as session:
        async with session.get(f"http://{host}/status") as answer:
            return web.json_response({"host": host, "status": answer.status})


app = web.Application()
app.router.add_get("/status/{host}", status)
