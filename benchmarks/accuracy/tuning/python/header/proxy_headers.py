import asyncio

from starlette.requests import Request
from starlette.responses import PlainTextResponse


async def forward(request: Request) -> PlainTextResponse:
    user = request.query_params.get("user", "")
    reader, writer = await asyncio.open_connection("backend", 8080)
    writer.write(f"GET / HTTP/1.1\r\nHost: backend\r\nX-User: {user}\r\nConnection: close\r\n\r\n".encode())
    await writer.drain()
    answer = await reader.read(65536)
    return PlainTextResponse(answer.decode("latin-1"))
