import elementpath
from aiohttp import web
from defusedxml import ElementTree

ROOT = ElementTree.parse("menu.xml").getroot()


async def menu(request):
    data = await request.json()
    dish = data["dish"]
    query = f"//dish[contains(name, '{dish}')]/price"
    prices = elementpath.select(ROOT, query)
    return web.json_response([p.text for p in prices])
