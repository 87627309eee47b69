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
        response = await client.post(hook.url, json={"event": "ping"})
    return {"status": response.status_code}
