"""Customers and their passwords, of which only slow hashes are kept."""

import sqlite3
from typing import NamedTuple

import bcrypt


class Customer(NamedTuple):
    name: str
    password_hash: bytes


def hash_password(password: str) -> bytes:
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt(rounds=13))


def matches(password: str, kept: bytes) -> bool:
    return bcrypt.checkpw(password.encode(), kept)


class Customers:
    """The table of customers in a SQLite file."""

    def __init__(self, path: str) -> None:
        self._path = path

    def find(self, name: str) -> Customer | None:
        with sqlite3.connect(self._path) as db:
            row = db.execute("SELECT name, password_hash FROM customers WHERE name = ?", (name,)).fetchone()
        return Customer(*row) if row else None

    def set_password_hash(self, name: str, password_hash: bytes) -> None:
        with sqlite3.connect(self._path) as db:
            db.execute("UPDATE customers SET password_hash = ? WHERE name = ?", (password_hash, name))
