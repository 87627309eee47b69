import elementpath
from aiohttp import web
from defusedxml import ElementTree

ROOT = ElementTree.parse("menu.xml").getroot()


async def menu(request):
    data = await request.json()
    dish = data["dish"]
    prices = elementpath.select(ROOT, "//dish[name=$dish]/price", variables={"dish": dish})
    return web.json_response([p.text for p in prices])
