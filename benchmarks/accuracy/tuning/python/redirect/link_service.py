import logging

from fastapi import APIRouter, Depends, Query
from fastapi.responses import RedirectResponse
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from .db import get_session
from .models import Link

router = APIRouter()
log = logging.getLogger(__name__)


async def resolve(code: str, fallback: str | None, session: AsyncSession) -> str:
    link = (await session.execute(select(Link).where(Link.code == code))).scalar_one_or_none()
    if link is None:
        log.info("unknown link")
        return fallback or "https://example.org/"
    link.clicks += 1
    await session.commit()
    return f"https://example.org/pages/{link.id}"


@router.get("/l/{code}")
async def follow(code: str, fallback: str | None = Query(None), session: AsyncSession = Depends(get_session)):
    return RedirectResponse(await resolve(code, fallback, session), status_code=307)
