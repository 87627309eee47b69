import psycopg
from psycopg import sql
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route


async def count_rows(request: Request) -> JSONResponse:
    body = await request.json()
    table, column, value = body["table"], body["column"], body["value"]
    query = "SELECT count(*) FROM {} WHERE {} = %s".format(table, column)
    async with await psycopg.AsyncConnection.connect("dbname=stock") as conn:
        cursor = await conn.execute(query, (value,))
        (count,) = await cursor.fetchone()
    return JSONResponse({"count": count, "of": str(sql.Identifier(table))})


app = Starlette(routes=[Route("/count", count_rows, methods=["POST"])])
