from fastapi import FastAPI, Form, Response

from .auth import create_session

app = FastAPI()


@app.post("/session")
async def session(response: Response, name: str = Form(), password: str = Form()):
    token = await create_session(name, password)
    response.set_cookie(key="session", value=token)
    return {"ok": True}
