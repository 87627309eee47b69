import io
import uuid
from pathlib import Path

from aiohttp import web
from PIL import Image

PUBLIC = Path("public/gallery")


async def add_image(request: web.Request) -> web.Response:
    reader = await request.multipart()
    part = await reader.next()
    image = Image.open(io.BytesIO(await part.read()))
    target = PUBLIC / f"{uuid.uuid4().hex}.png"
    image.save(target, "PNG")
    return web.json_response({"url": f"/gallery/{target.name}"})


app = web.Application()
app.router.add_post("/gallery", add_image)
app.router.add_static("/gallery", PUBLIC)
