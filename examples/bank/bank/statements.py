"""Owns statements: the entries of one account between an opening and a closing balance. It does not lay them out."""

import sqlite3
from typing import NamedTuple

from bank.accounts import Account
from bank.refusals import NotUnderstood

MOST = 1000


class Entry(NamedTuple):
    day: str
    text: str
    amount: int
    balance: int


class Statement(NamedTuple):
    """Entries, oldest first, and the balance in cents before and after them."""

    account: str
    opening: int
    entries: list[Entry]
    closing: int


def read_count(text: str) -> int:
    """How many entries to show, 1 to 1000."""
    count = int(text) if text.isascii() and text.isdecimal() and len(text) <= 4 else 0
    if not 1 <= count <= MOST:
        raise NotUnderstood(f'"{text}" is not a number of entries: use 1 to {MOST}')
    return count


def make_statement(db: sqlite3.Connection, account: Account, last: int = MOST) -> Statement:
    """The newest `last` entries."""
    newest = db.execute(
        "SELECT day, text, amount, balance FROM entries WHERE account = ? ORDER BY id DESC LIMIT ?",
        (account.name, last),
    )
    entries = [Entry(*row) for row in newest][::-1]
    if not entries:
        return Statement(account.name, 0, [], 0)
    opening = entries[0].balance - entries[0].amount
    return Statement(account.name, opening, entries, entries[-1].balance)
