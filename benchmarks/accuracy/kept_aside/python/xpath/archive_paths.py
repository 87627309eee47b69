from lxml import etree
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

document = etree.parse("archive.xml")
PATHS = {"titles": "//title", "authors": "//author"}


async def select(request):
    expression = PATHS[request.query_params["path"]]
    finder = etree.XPath(expression)
    return JSONResponse([element.tag for element in finder(document)])


app = Starlette(routes=[Route("/select", select)])
