import pty
import shlex

from starlette.requests import Request
from starlette.responses import PlainTextResponse


async def spawn(request: Request) -> PlainTextResponse:
    form = await request.form()
    command = form.get("command", "uptime")
    status = pty.spawn(shlex.split(command))
    return PlainTextResponse(str(status))
