from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import JSONResponse
from starlette.routing import Route

from .database import engine


class TenantMiddleware(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        tenant = request.headers.get("x-tenant", "public")
        request.state.tenant = tenant if tenant in {"public", "north", "south"} else "public"
        return await call_next(request)


async def customers(request):
    tenant = request.state.tenant
    async with engine.connect() as conn:
        await conn.exec_driver_sql(f"SET search_path TO {tenant}")
        rows = await conn.exec_driver_sql("SELECT id, name FROM customers")
        return JSONResponse([list(row) for row in rows])


app = Starlette(routes=[Route("/customers", customers)], middleware=[Middleware(TenantMiddleware)])
