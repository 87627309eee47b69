from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route
from jinja2 import DictLoader, Environment

TEMPLATES = {
    "profile.html": "<h1>{{ name }}</h1>{% autoescape false %}<div>{{ about }}</div>{% endautoescape %}",
}
environment = Environment(loader=DictLoader(TEMPLATES), autoescape=True)


async def profile(request: Request) -> HTMLResponse:
    form = await request.form()
    text = environment.get_template("profile.html").render(name=form.get("name"), about=form.get("about"))
    return HTMLResponse(text)


app = Starlette(routes=[Route("/profile", profile, methods=["POST"])])
