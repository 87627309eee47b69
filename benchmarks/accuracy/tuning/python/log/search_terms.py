import logging

from aiohttp import web

log = logging.getLogger(__name__)


async def search(request: web.Request) -> web.Response:
    word = request.query.get("q", "")
    hits = await request.app["index"].find(word)
    if not hits:
        log.info("nothing found for %s", word)
    return web.json_response(hits)
