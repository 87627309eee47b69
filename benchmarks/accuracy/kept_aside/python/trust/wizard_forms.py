from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route


async def step(request: Request) -> RedirectResponse:
    form = await request.form()
    discounts = {"SPRING": "5", "STAFF10": "10"}
    request.session["discount"] = discounts.get(form.get("discount"), "0")
    return RedirectResponse("/next", status_code=303)


app = Starlette(
    routes=[Route("/step", step, methods=["POST"])],
    middleware=[Middleware(SessionMiddleware, secret_key=open("/run/secrets/session").read())],
)
