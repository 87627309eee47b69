"""Owns which entries a statement shows. How it looks is the matter of each edge."""

from typing import NamedTuple

from bank2.records.books import Account, Books, Entry
from bank2.words import parse_number

MOST_ENTRIES = 1000


class Statement(NamedTuple):
    """Entries, oldest first, and the balances in cents before the first and after the last of them."""

    account: str
    opening: int
    entries: list[Entry]
    closing: int


def parse_count(text: str) -> int:
    complaint = f"is not a number of entries: use 1 to {MOST_ENTRIES}"
    return parse_number(text, most=MOST_ENTRIES, longest=4, complaint=complaint)


def draw_up(books: Books, account: Account, count: int = MOST_ENTRIES) -> Statement:
    """The newest `count` entries of the account."""
    entries = books.entries[account.name][-count:]
    opening = entries[0].balance - entries[0].amount if entries else 0
    return Statement(account.name, opening, entries, account.balance)
