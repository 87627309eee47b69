from itsdangerous import URLSafeTimedSerializer

from fastapi import APIRouter
from fastapi.responses import RedirectResponse

router = APIRouter()
serializer = URLSafeTimedSerializer(open("/run/secrets/state-key").read())


@router.get("/oauth/callback")
async def callback(code: str, state: str):
    payload = serializer.loads(state, max_age=600)
    target = payload.get("return_to", "/")
    return RedirectResponse(target, status_code=302)
