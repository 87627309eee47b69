from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route


async def step(request: Request) -> RedirectResponse:
    form = await request.form()
    request.session["plan"] = request.headers.get("x-plan", "free")
    return RedirectResponse("/next", status_code=303)


app = Starlette(
    routes=[Route("/step", step, methods=["POST"])],
    middleware=[Middleware(SessionMiddleware, secret_key=open("/run/secrets/session").read())],
)
