from typing import NamedTuple

from fastapi import APIRouter, Depends, Query
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from .db import session

router = APIRouter(prefix="/playlists")


class Clause(NamedTuple):
    where: str
    order: str
    limit: int


class Filters:
    def __init__(
        self,
        genre: str = Query("all"),
        order: str = Query("title"),
        limit: int = Query(20, le=100),
    ) -> None:
        self.genre, self.order, self.limit = genre, order, limit

    def clause(self) -> Clause:
        return Clause("genre = :genre", self.order, self.limit)


@router.get("/")
async def playlists(filters: Filters = Depends(), db: AsyncSession = Depends(session)):
    clause = filters.clause()
    sql = f"SELECT title FROM playlist WHERE {clause.where} ORDER BY {clause.order} LIMIT {clause.limit}"
    result = await db.execute(text(sql), {"genre": filters.genre})
    return [row.title for row in result]
