import io

from aiohttp import web
from lxml import etree

PARSER = etree.XMLParser(resolve_entities=False)


async def soap(request: web.Request) -> web.Response:
    body = await request.read()
    tree = etree.parse(io.BytesIO(body), PARSER)
    action = tree.getroot().tag
    return web.Response(text=f"<done action='{len(action)}'/>", content_type="text/xml")


app = web.Application()
app.router.add_post("/soap", soap)
