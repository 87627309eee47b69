from aiohttp import web
from jinja2 import Template


LAYOUTS = {"plain": Template("{{ title }}: {{ rows }}"), "short": Template("{{ title }}")}


async def render(request: web.Request) -> web.Response:
    data = await request.json()
    template = LAYOUTS[data["layout"]]
    text = template.render(title=data["title"], rows=data["rows"])
    return web.Response(text=text)


app = web.Application()
app.router.add_post("/render", render)
