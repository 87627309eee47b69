import csv
import io
import sqlite3

from aiohttp import web


async def import_rows(request: web.Request) -> web.Response:
    reader = await request.multipart()
    part = await reader.next()
    text = (await part.read(decode=True)).decode()
    database = sqlite3.connect("people.db")
    count = 0
    for row in csv.DictReader(io.StringIO(text)):
        values = ", ".join("'" + row[column] + "'" for column in ("name", "city"))
        database.execute(f"INSERT INTO people(name, city) VALUES ({values})")
        count += 1
    database.commit()
    database.close()
    return web.json_response({"imported": count})


app = web.Application()
app.router.add_post("/import", import_rows)
