import logging

from fastapi import FastAPI, Request

app = FastAPI()
logger = logging.getLogger("hooks")


@app.post("/hooks")
async def hook(request: Request):
    body = await request.json()
    logger.debug("hook with %d fields", len(body))
    return {"ok": True}
