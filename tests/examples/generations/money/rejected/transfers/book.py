"""The book: accounts with their balances, and transfers between them."""

import sqlite3
from dataclasses import dataclass

FEE_RATE = 0.0015
SMALLEST_FEE = 0.10
SCHEMA = """
CREATE TABLE IF NOT EXISTS accounts (
    number TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    balance REAL NOT NULL DEFAULT 0
)
"""


class Refused(Exception):
    """The bank's rules forbid the transfer; the words are meant for the customer."""


@dataclass
class Account:
    number: str
    owner: str
    balance: float = 0.0


def fee_of(amount: float) -> float:
    """The fee, to the cent."""
    return max(SMALLEST_FEE, round(amount * FEE_RATE, 2))


def find_account(db: sqlite3.Connection, number: str) -> Account:
    row = db.execute("SELECT number, owner, balance FROM accounts WHERE number = ?", (number,)).fetchone()
    if row is None:
        raise Refused("there is no such account")
    return Account(row[0], row[1], balance=float(row[2]))


def move(db: sqlite3.Connection, source: Account, target: Account, amount: float) -> float:
    """Move the amount, and take the fee; gives what is left."""
    due = amount + fee_of(amount)
    if source.balance < due:
        raise Refused("insufficient funds")
    post(db, source.number, -due)
    post(db, target.number, amount)
    return source.balance - due


def post(db: sqlite3.Connection, number: str, amount: float) -> None:
    db.execute("UPDATE accounts SET balance = balance + ? WHERE number = ?", (amount, number))
