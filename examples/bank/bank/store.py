"""Owns the data file: where it is, its tables, and transactions on it. It does not know what the rows mean.

The command line and the web service use the same file at once. Every change therefore runs in one immediate
transaction, which takes the write lock before the first read (https://www.sqlite.org/lang_transaction.html).
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

SECONDS_TO_WAIT = 20
VERSION = 1
SCHEMA = """
CREATE TABLE customers (
    name TEXT PRIMARY KEY,
    is_admin INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE accounts (
    name TEXT PRIMARY KEY,
    owner TEXT NOT NULL REFERENCES customers (name),
    balance INTEGER NOT NULL DEFAULT 0 CHECK (typeof(balance) = 'integer'),
    state TEXT NOT NULL DEFAULT 'open'
);
CREATE TABLE entries (
    id INTEGER PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (name),
    day TEXT NOT NULL,
    text TEXT NOT NULL,
    amount INTEGER NOT NULL,
    balance INTEGER NOT NULL
);
CREATE INDEX entries_of_account ON entries (account, id);
CREATE TABLE payments (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL REFERENCES accounts (name),
    target TEXT NOT NULL REFERENCES accounts (name),
    amount INTEGER NOT NULL,
    memo TEXT NOT NULL
);
CREATE TABLE payment_keys (
    customer TEXT NOT NULL,
    key TEXT NOT NULL,
    payment INTEGER NOT NULL REFERENCES payments (id),
    PRIMARY KEY (customer, key)
);
CREATE TABLE standing_orders (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL REFERENCES accounts (name),
    target TEXT NOT NULL REFERENCES accounts (name),
    amount INTEGER NOT NULL,
    day INTEGER NOT NULL,
    paid_month TEXT NOT NULL DEFAULT ''
);
CREATE TABLE links (
    hash TEXT PRIMARY KEY,
    customer TEXT NOT NULL REFERENCES customers (name),
    expires REAL NOT NULL,
    used INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE sessions (
    hash TEXT PRIMARY KEY,
    customer TEXT NOT NULL REFERENCES customers (name),
    form_key TEXT NOT NULL,
    expires REAL NOT NULL
);
"""


def data_file() -> str:
    """`$BANK_DATA`, or `bank.db` in the user's own data folder."""
    return os.environ.get("BANK_DATA") or os.path.expanduser("~/.local/share/bank/bank.db")


@contextmanager
def opened(path: str) -> Iterator[sqlite3.Connection]:
    """A connection to the data file, which is made on first use and closed afterwards."""
    os.makedirs(os.path.dirname(os.path.abspath(path)), mode=0o700, exist_ok=True)
    db = sqlite3.connect(path, timeout=SECONDS_TO_WAIT, isolation_level=None)
    try:
        db.execute("PRAGMA foreign_keys = ON")
        create_tables(db)
        yield db
    finally:
        db.close()


def create_tables(db: sqlite3.Connection) -> None:
    """Make the tables of a new file. Two processes may try at once: the second finds them made."""
    if version(db) == VERSION:
        return
    with transaction(db):
        if version(db) == 0:
            for statement in SCHEMA.split(";\n"):
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {VERSION}")


def version(db: sqlite3.Connection) -> int:
    found: int = db.execute("PRAGMA user_version").fetchone()[0]
    return found


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All of the changes inside, or none of them."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")
