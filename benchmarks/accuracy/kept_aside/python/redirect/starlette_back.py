from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route


async def vote(request: Request) -> Response:
    form = await request.form()
    request.app.state.votes[form["choice"]] = request.app.state.votes.get(form["choice"], 0) + 1
    origin = form.get("origin")
    return RedirectResponse(url=origin or "/", status_code=303)


app = Starlette(routes=[Route("/vote", vote, methods=["POST"])])
app.state.votes = {}
