import uuid
from pathlib import Path

from aiohttp import web

PUBLIC = Path("public/gallery")


async def add_image(request: web.Request) -> web.Response:
    reader = await request.multipart()
    part = await reader.next()
    suffix = Path(part.filename).suffix
    target = PUBLIC / f"{uuid.uuid4().hex}{suffix}"
    with target.open("wb") as out:
        while chunk := await part.read_chunk():
            out.write(chunk)
    return web.json_response({"url": f"/gallery/{target.name}"})


app = web.Application()
app.router.add_post("/gallery", add_image)
app.router.add_static("/gallery", PUBLIC)
