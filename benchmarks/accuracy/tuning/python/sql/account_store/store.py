import sqlite3
from contextlib import closing

PATH = "accounts.db"


def accounts_of(owner: str) -> list[tuple]:
    query = "SELECT iban, balance FROM accounts WHERE owner = '{}'".format(owner)
    return _rows(query)


def _rows(query: str, parameters: tuple = ()) -> list[tuple]:
    with closing(sqlite3.connect(PATH)) as connection:
        return connection.execute(query, parameters).fetchall()
