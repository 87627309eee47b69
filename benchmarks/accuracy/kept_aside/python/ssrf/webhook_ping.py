import os

import httpx
from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Webhook(BaseModel):
    url: str
    secret: str = ""
    events: list[str] = []


@app.post("/webhooks/test")
async def test_webhook(hook: Webhook):
    async with httpx.AsyncClient(timeout=3.0) as client:
        response = await client.post(os.environ["WEBHOOK_URL"], json={"event": hook.events[:1]})
    return {"status": response.status_code}
