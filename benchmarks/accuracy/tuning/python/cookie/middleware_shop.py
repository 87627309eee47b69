from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

from .routes import router
from .settings import settings

app = FastAPI(title="shop")
app.add_middleware(
    SessionMiddleware,
    secret_key=settings.secret_key,
    same_site="strict",
)
app.include_router(router)
