"""Owns customers: who they are and who of them is an admin. It does not know accounts or sessions."""

import sqlite3

from bank.names import is_name
from bank.refusals import NotAllowed, NotFound
from bank.store import transaction


def ensure_customer(db: sqlite3.Connection, name: str) -> None:
    """Add the customer when they are new. Call inside a transaction."""
    db.execute("INSERT OR IGNORE INTO customers (name) VALUES (?)", (name,))


def is_customer(db: sqlite3.Connection, name: str) -> bool:
    if not is_name(name):
        return False
    return db.execute("SELECT 1 FROM customers WHERE name = ?", (name,)).fetchone() is not None


def is_admin(db: sqlite3.Connection, name: str) -> bool:
    return db.execute("SELECT 1 FROM customers WHERE name = ? AND is_admin", (name,)).fetchone() is not None


def check_admin(db: sqlite3.Connection, name: str) -> None:
    if not is_admin(db, name):
        raise NotAllowed("only an admin may see this")


def appoint_admin(db: sqlite3.Connection, name: str) -> None:
    with transaction(db):
        if not is_customer(db, name):
            raise NotFound(f'there is no customer "{name}"')
        db.execute("UPDATE customers SET is_admin = 1 WHERE name = ?", (name,))
