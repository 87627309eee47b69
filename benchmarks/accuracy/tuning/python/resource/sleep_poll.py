import asyncio

from starlette.requests import Request
from starlette.responses import PlainTextResponse


async def poll(request: Request) -> PlainTextResponse:
    seconds = float(request.query_params.get("wait", "1"))
    await asyncio.sleep(max(0.0, min(seconds, 30.0)))
    queue = request.app.state.queue
    return PlainTextResponse(queue.pop() if queue else "")
