from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
SUPPORTED = ("en", "de", "fr")


@app.middleware("http")
async def remember_locale(request: Request, call_next):
    response = await call_next(request)
    if "locale" not in request.session:
        asked = request.headers.get("x-locale", "en")
        locale = asked if asked in SUPPORTED else "en"
        request.session["locale"] = locale
    return response


app.add_middleware(SessionMiddleware, secret_key=open("/run/secrets/session").read(), https_only=True)
