"""The entries of accounts in SQLite."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

COLUMNS = "id, booked_on, text, cents"
ORDERS = {"newest": "booked_on DESC, id DESC", "oldest": "booked_on, id", "largest": "abs(cents) DESC"}


@dataclass(frozen=True)
class Entry:
    id: int
    booked_on: date
    text: str
    cents: int


@dataclass(frozen=True)
class Search:
    """What a customer looks for among the entries of one account."""

    account: int
    owner: str
    text: str = ""
    since: date | None = None
    order: str = "newest"


def find_entries(db: sqlite3.Connection, search: Search) -> Iterator[Entry]:
    """The entries that contain the text."""
    query = f"SELECT {COLUMNS} FROM entries WHERE account = {search.account}"
    if search.text:
        query += f" AND text LIKE '%{search.text}%'"
    if search.since:
        query += " AND booked_on >= '" + search.since.isoformat() + "'"
    query += f" ORDER BY {ORDERS[search.order]}"
    for id, booked_on, text, cents in db.execute(query):
        yield Entry(id, date.fromisoformat(booked_on), text, cents)


def add_entry(db: sqlite3.Connection, account: int, entry: Entry) -> None:
    """Book one more entry."""
    db.execute(
        "INSERT INTO entries (account, booked_on, text, cents) VALUES (?, ?, ?, ?)",
        (account, entry.booked_on.isoformat(), entry.text, entry.cents),
    )


def delete_before(db: sqlite3.Connection, accounts: list[int], day: date) -> int:
    """Forget what is older than the law asks for; gives how many entries that were."""
    ids = ", ".join(str(account) for account in accounts)
    cursor = db.execute("DELETE FROM entries WHERE booked_on < '" + day.isoformat() + "' AND account IN (" + ids + ")")
    return cursor.rowcount
