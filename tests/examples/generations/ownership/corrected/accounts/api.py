"""Accounts over HTTP."""

import logging
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from accounts.models import Account
from accounts.security import Customer, current_customer
from accounts.session import get_session
from fastapi import APIRouter, Depends, HTTPException, status
from pydantic import BaseModel, ConfigDict
from sqlalchemy import select
from sqlalchemy.orm import Session

router = APIRouter(prefix="/accounts")
logger = logging.getLogger(__name__)
Database = Annotated[Session, Depends(get_session)]
SignedIn = Annotated[Customer, Depends(current_customer)]


class AccountView(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    number: str
    balance: Decimal


class Closing(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reason: str


@router.get("")
def list_accounts(customer: SignedIn, session: Database) -> list[AccountView]:
    accounts = session.scalars(select(Account).where(Account.owner_id == customer.id))
    return [AccountView.model_validate(account) for account in accounts]


@router.get("/{account_id}")
def read_account(account_id: UUID, customer: SignedIn, session: Database) -> AccountView:
    account = session.get(Account, str(account_id))
    if account is None or account.owner_id != customer.id:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "there is no such account")
    logger.info("customer %s read account %s", customer.id, account.id)
    return AccountView.model_validate(account)


@router.get("/{account_id}/entries")
def read_entries(account_id: UUID, customer: SignedIn, session: Database) -> list[Decimal]:
    account = find_own(session, account_id, customer)
    return [entry.amount for entry in account.entries]


@router.delete("/{account_id}", status_code=204)
def close_account(account_id: UUID, closing: Closing, customer: SignedIn, session: Database) -> None:
    account = find_own(session, account_id, customer)
    if account.balance:
        raise HTTPException(status.HTTP_409_CONFLICT, "the account still holds money")
    logger.info("customer %s closed account %s: %r", customer.id, account.id, closing.reason)
    session.delete(account)


def find_own(session: Session, account_id: UUID, customer: Customer) -> Account:
    """The customer's own account; for any other the answer is the same as for none."""
    account = session.scalar(
        select(Account).where(Account.id == str(account_id)).where(Account.owner_id == customer.id)
    )
    if account is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "there is no such account")
    return account
