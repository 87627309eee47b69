import asyncio

from starlette.requests import Request
from starlette.responses import PlainTextResponse


async def poll(request: Request) -> PlainTextResponse:
    seconds = float(request.query_params.get("wait", "1"))
    await asyncio.sleep(seconds)
    queue = request.app.state.queue
    return PlainTextResponse(queue.pop() if queue else "")
