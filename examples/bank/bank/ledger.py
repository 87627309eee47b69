"""Owns the entries of an account and its balance, which change together. It does not know why money moves."""

import sqlite3
from datetime import UTC, datetime


def post(db: sqlite3.Connection, account: str, amount: int, text: str) -> int:
    """Add `amount` cents, which may be negative, to the account. Call inside a transaction; gives the new balance."""
    balance: int = db.execute(
        "UPDATE accounts SET balance = balance + ? WHERE name = ? RETURNING balance", (amount, account)
    ).fetchone()[0]
    db.execute(
        "INSERT INTO entries (account, day, text, amount, balance) VALUES (?, ?, ?, ?, ?)",
        (account, today(), text, amount, balance),
    )
    return balance


def today() -> str:
    return datetime.now(UTC).date().isoformat()
