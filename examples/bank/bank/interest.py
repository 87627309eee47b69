"""Owns paying interest. It does not decide the rate."""

import sqlite3
from decimal import Decimal
from typing import NamedTuple

from bank.accounts import list_accounts
from bank.ledger import post
from bank.money import share
from bank.store import transaction


class Interest(NamedTuple):
    account: str
    amount: int


def pay_interest(db: sqlite3.Connection, rate: Decimal) -> list[Interest]:
    """Pay `rate` per cent of its balance into each account; those that earn less than a cent are left out."""
    with transaction(db):
        earned = [Interest(account.name, share(account.balance, rate)) for account in list_accounts(db)]
        paid = [interest for interest in earned if interest.amount]
        for interest in paid:
            post(db, interest.account, interest.amount, f"Interest at {rate}%")
    return paid
