from aiohttp import web
from jinja2 import DictLoader, Environment

env = Environment(loader=DictLoader({"card": "<h3>{{ title }}</h3><p>{{ price }}</p>"}))


async def card(request):
    title = request.query.get("title", "")
    html = env.get_template("card").render(title=title, price=10)
    return web.Response(text=html, content_type="text/html")
