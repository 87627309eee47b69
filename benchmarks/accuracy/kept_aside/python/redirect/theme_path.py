from aiohttp import web


@web.middleware
async def theme(request: web.Request, handler):
    chosen = request.query.get("theme")
    if chosen is None:
        return await handler(request)
    back = "/"
    response = web.HTTPSeeOther(back)
    response.set_cookie("theme", "dark" if chosen == "dark" else "light", secure=True, httponly=True)
    return response


async def index(request: web.Request) -> web.Response:
    return web.Response(text="hello")


app = web.Application(middlewares=[theme])
app.router.add_get("/", index)
