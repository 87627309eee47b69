from aiohttp import web
from jinja2 import Environment


async def render(request: web.Request) -> web.Response:
    data = await request.json()
    template = Environment(autoescape=True).from_string(data["layout"])
    text = template.render(title=data["title"], rows=data["rows"])
    return web.Response(text=text)


app = web.Application()
app.router.add_post("/render", render)
