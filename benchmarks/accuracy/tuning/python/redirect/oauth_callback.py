import base64
import json

from fastapi import APIRouter
from fastapi.responses import RedirectResponse

router = APIRouter()


@router.get("/oauth/callback")
async def callback(code: str, state: str):
    payload = json.loads(base64.urlsafe_b64decode(state))
    target = payload.get("return_to", "/")
    return RedirectResponse(target, status_code=302)
