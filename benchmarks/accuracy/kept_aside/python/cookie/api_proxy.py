from fastapi import FastAPI, Form, Request, Response

from .auth import create_session

app = FastAPI()


@app.post("/session")
async def session(response: Response, request: Request, name: str = Form(), password: str = Form()):
    token = await create_session(name, password)
    secure = request.headers.get("x-forwarded-proto") == "https"
    response.set_cookie(key="session", value=token, secure=secure, httponly=True)
    return {"ok": True}
