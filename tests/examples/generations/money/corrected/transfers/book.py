"""The book: accounts that hold whole cents, and transfers between them."""

import sqlite3
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

FEE_RATE = Decimal("0.0015")
SMALLEST_FEE = Decimal("0.10")
CENT = Decimal("0.01")
SCHEMA = """
CREATE TABLE IF NOT EXISTS accounts (
    number TEXT PRIMARY KEY CHECK (length(number) = 10),
    owner TEXT NOT NULL,
    balance_cents INTEGER NOT NULL DEFAULT 0 CHECK (balance_cents >= 0)
)
"""


class Refused(Exception):
    """The bank's rules forbid the transfer; the words are meant for the customer."""


@dataclass(frozen=True)
class Account:
    number: str
    owner: str
    cents: int

    @property
    def balance(self) -> Decimal:
        return Decimal(self.cents) / 100


def fee_of(amount: Decimal) -> Decimal:
    """The fee, to the cent, half a cent going to the even neighbour."""
    return max(SMALLEST_FEE, (amount * FEE_RATE).quantize(CENT, ROUND_HALF_EVEN))


def find_account(db: sqlite3.Connection, number: str) -> Account:
    row = db.execute("SELECT number, owner, balance_cents FROM accounts WHERE number = ?", (number,)).fetchone()
    if row is None:
        raise Refused("there is no such account")
    return Account(*row)


def move(db: sqlite3.Connection, source: Account, target: Account, amount: Decimal) -> Decimal:
    """Move the amount, and take the fee; gives what is left."""
    due = amount + fee_of(amount)
    if source.balance < due:
        raise Refused("insufficient funds")
    post(db, source.number, -due)
    post(db, target.number, amount)
    return source.balance - due


def post(db: sqlite3.Connection, number: str, amount: Decimal) -> None:
    cents = int((amount * 100).to_integral_exact())
    db.execute("UPDATE accounts SET balance_cents = balance_cents + ? WHERE number = ?", (cents, number))
