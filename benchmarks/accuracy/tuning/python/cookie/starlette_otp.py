from starlette.requests import Request
from starlette.responses import JSONResponse

from .otp import confirm


async def verify(request: Request) -> JSONResponse:
    data = await request.json()
    session = await confirm(data["user"], data["code"])
    response = JSONResponse({"ok": session is not None})
    if session is not None:
        response.set_cookie("theme", "dark", secure=True, httponly=True, samesite="lax")
        response.set_cookie("session", session, httponly=True, samesite="lax")
    return response
