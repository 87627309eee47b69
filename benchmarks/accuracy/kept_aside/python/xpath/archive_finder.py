from lxml import etree
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

document = etree.parse("archive.xml")


async def select(request):
    expression = request.query_params["path"]
    finder = etree.XPath("//record[@key=$key]")
    return JSONResponse([element.tag for element in finder(document, key=expression)])


app = Starlette(routes=[Route("/select", select)])
