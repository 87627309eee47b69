from aiohttp import web
from aiohttp_session import get_session


async def answer(request: web.Request) -> web.Response:
    session = await get_session(request)
    data = await request.post()
    answers = session.get("answers", [])
    answers.append(data["answer"])
    session["answers"] = answers
    return web.json_response({"count": len(answers)})


app = web.Application()
app.router.add_post("/answer", answer)
