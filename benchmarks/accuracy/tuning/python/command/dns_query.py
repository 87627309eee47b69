import asyncio

from aiohttp import web


async def lookup(request: web.Request) -> web.Response:
    data = await request.post()
    domain = data["domain"]
    process = await asyncio.create_subprocess_exec(
        "dig", "+short", "--", domain,
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate()
    return web.json_response({"records": output.decode().split()})


app = web.Application()
app.router.add_post("/lookup", lookup)
