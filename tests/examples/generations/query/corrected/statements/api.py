"""Statements over HTTP: what was booked on an account."""

import logging
import sqlite3
from datetime import date
from typing import Annotated, Literal

from fastapi import Depends, FastAPI, HTTPException, Query, Request
from fastapi.responses import JSONResponse
from statements.store import Search, find_entries
from statements.users import User, current_user, open_database

logger = logging.getLogger(__name__)
app = FastAPI(title="Statements")


@app.get("/health")
def health() -> dict[str, str]:
    return {"status": "ok"}


@app.get("/accounts/{account_id}/entries")
def list_entries(
    account_id: int,
    user: Annotated[User, Depends(current_user)],
    db: Annotated[sqlite3.Connection, Depends(open_database)],
    text: Annotated[str, Query(max_length=60)] = "",
    since: date | None = None,
    order: Literal["newest", "oldest", "largest"] = "newest",
) -> list[dict[str, str]]:
    """What was booked, as the customer wants it sorted."""
    found = list(find_entries(db, Search(account_id, user.name, text, since, order)))
    if not found:
        raise HTTPException(status_code=404, detail="there are no such entries")
    logger.info("%s looked at %s entries of account %s", user.name, len(found), account_id)
    return [
        {"booked_on": entry.booked_on.isoformat(), "text": entry.text, "amount": f"{entry.cents / 100:.2f}"}
        for entry in found
    ]


@app.exception_handler(Exception)
async def say_sorry(request: Request, error: Exception) -> JSONResponse:
    """Tell the customer nothing but that it is our fault."""
    logger.error("%s failed", request.url.path, exc_info=error)
    return JSONResponse({"detail": "something went wrong on our side"}, status_code=500)
