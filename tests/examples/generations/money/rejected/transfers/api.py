"""Transfers over HTTP."""

import logging
import sqlite3
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from transfers.book import Refused, fee_of, find_account, move
from transfers.ids import next_id
from transfers.schemas import Transferred, TransferRequest
from transfers.users import User, current_user, open_database

app = FastAPI(title="Transfers")
audit = logging.getLogger("audit")


@app.post("/transfers", status_code=201)
def transfer(
    order: TransferRequest,
    user: Annotated[User, Depends(current_user)],
    db: Annotated[sqlite3.Connection, Depends(open_database)],
) -> Transferred:
    try:
        source = find_account(db, order.from_account)
        if source.owner != user.name:
            raise HTTPException(404, "there is no such account")
        left = move(db, source, find_account(db, order.to_account), order.amount)
    except Refused as refusal:
        raise HTTPException(409, str(refusal)) from refusal
    audit.info("transfer of %s from %s by %s", order.amount, source.number, user.name)
    return Transferred(id=next_id(db), amount=order.amount, fee=fee_of(order.amount), balance=left)
