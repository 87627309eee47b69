import json

from aiohttp import web


async def strings(request: web.Request) -> web.Response:
    language = request.cookies.get("lang", "en")
    path = {"en": "locales/en.json", "de": "locales/de.json"}.get(language, "locales/en.json")
    with open(path, encoding="utf-8") as file:
        return web.json_response(json.load(file))


app = web.Application()
app.router.add_get("/strings", strings)
