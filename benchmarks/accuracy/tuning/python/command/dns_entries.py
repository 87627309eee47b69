import asyncio
import re

from aiohttp import web


async def lookup(request: web.Request) -> web.Response:
    data = await request.post()
    domain = data["domain"]
    if not re.search(r"[a-z0-9-]+\.[a-z]+", domain):
        raise web.HTTPBadRequest(text="not a domain")
    process = await asyncio.create_subprocess_shell(
        "dig +short " + domain,
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate()
    return web.json_response({"records": output.decode().split()})


app = web.Application()
app.router.add_post("/lookup", lookup)
