from aiohttp import web
from string import Template


async def render(request: web.Request) -> web.Response:
    data = await request.json()
    template = Template(data["layout"])
    text = template.safe_substitute(title=data["title"])
    return web.Response(text=text)


app = web.Application()
app.router.add_post("/render", render)
