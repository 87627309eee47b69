import csv
import io
import sqlite3

from aiohttp import web


async def import_rows(request: web.Request) -> web.Response:
    reader = await request.multipart()
    part = await reader.next()
    text = (await part.read(decode=True)).decode()
    database = sqlite3.connect("people.db")
    rows = [(row["name"], row["city"]) for row in csv.DictReader(io.StringIO(text))]
    count = len(rows)
    database.executemany("INSERT INTO people(name, city) VALUES (?, ?)", rows)
    database.commit()
    database.close()
    return web.json_response({"imported": count})


app = web.Application()
app.router.add_post("/import", import_rows)
