from lxml import etree
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

document = etree.parse("archive.xml")


async def select(request):
    expression = request.query_params["path"]
    evaluator = etree.XPathEvaluator(document)
    return JSONResponse([element.tag for element in evaluator("//record/" + expression)])


app = Starlette(routes=[Route("/select", select)])
