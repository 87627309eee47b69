from starlette.applications import Starlette
from starlette.authentication import requires
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

FLAGS = {"search": True}


@requires("authenticated")
async def flags(request: Request) -> JSONResponse:
    return JSONResponse(FLAGS)


@requires("authenticated")
async def set_flag(request: Request) -> JSONResponse:
    body = await request.json()
    FLAGS[str(body["name"])] = bool(body["on"])
    return JSONResponse(FLAGS)


app = Starlette(routes=[Route("/flags", flags), Route("/flags", set_flag, methods=["PUT"])])
