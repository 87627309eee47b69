"""Owns accounts: opening, finding, listing, freezing and closing them. It does not move money."""

import sqlite3
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import NamedTuple

from bank.customers import ensure_customer
from bank.ledger import post
from bank.money import write_amount
from bank.names import check_name, is_name
from bank.refusals import Conflict, NotFound, Refused
from bank.store import transaction


class State(StrEnum):
    OPEN = "open"
    FROZEN = "frozen"
    CLOSED = "closed"


class Order(StrEnum):
    """How a list is sorted: by name from a to z, by balance from the largest down."""

    NAME = "name"
    BALANCE = "balance"


class Account(NamedTuple):
    name: str
    owner: str
    balance: int
    state: State


Row = tuple[str, str, int, str]
Change = Callable[[sqlite3.Connection, str], None]
SORTING = {Order.NAME: "name", Order.BALANCE: "balance DESC, name"}


def open_account(db: sqlite3.Connection, name: str, owner: str, deposit: int = 0) -> Account:
    """Open an account for a customer, who is added when new, with `deposit` cents in it."""
    check_name(name)
    check_name(owner)
    with transaction(db):
        if find_row(db, name):
            raise Conflict(f'the name "{name}" is taken')
        ensure_customer(db, owner)
        db.execute("INSERT INTO accounts (name, owner) VALUES (?, ?)", (name, owner))
        if deposit:
            post(db, name, deposit, "Opening deposit")
        return find_account(db, name)


def find_account(db: sqlite3.Connection, name: str) -> Account:
    """The account that bears the name and is not closed."""
    row = find_row(db, name)
    if row is None or row[3] == State.CLOSED:
        raise NotFound(f'there is no account "{name}"')
    return read_account(row)


def find_own_account(db: sqlite3.Connection, name: str, customer: str) -> Account:
    """The customer's own account. For any other the answer is the same as for none, so that names do not leak."""
    account = find_account(db, name)
    if account.owner != customer:
        raise NotFound(f'there is no account "{name}"')
    return account


def owns(db: sqlite3.Connection, name: str, customer: str) -> bool:
    row = find_row(db, name)
    return row is not None and row[1] == customer


def was_closed(db: sqlite3.Connection, name: str, customer: str) -> bool:
    """Whether the account was the customer's, and is closed."""
    row = find_row(db, name)
    return row is not None and row[1] == customer and row[3] == State.CLOSED


def list_accounts(db: sqlite3.Connection, order: Order = Order.NAME) -> list[Account]:
    """All accounts that are not closed."""
    rows = db.execute(
        f"SELECT name, owner, balance, state FROM accounts WHERE state != ? ORDER BY {SORTING[order]}",
        (State.CLOSED,),
    )
    return [read_account(row) for row in rows]


def list_own_accounts(db: sqlite3.Connection, customer: str) -> list[Account]:
    return [account for account in list_accounts(db) if account.owner == customer]


def total(accounts: Iterable[Account]) -> int:
    """The cents held in all of them."""
    return sum(account.balance for account in accounts)


def freeze(db: sqlite3.Connection, name: str) -> None:
    """Stop payments out of the account. Money may still come in."""
    change_state(db, name, State.OPEN, State.FROZEN)


def unfreeze(db: sqlite3.Connection, name: str) -> None:
    change_state(db, name, State.FROZEN, State.OPEN)


def change_state(db: sqlite3.Connection, name: str, old: State, new: State) -> None:
    with transaction(db):
        account = find_account(db, name)
        if account.state != old:
            raise Conflict(f"{name} is already {account.state}")
        set_state(db, name, new)


def close_account(db: sqlite3.Connection, name: str) -> None:
    """Close an empty account for good. Its name stays taken, for its entries are kept."""
    with transaction(db):
        account = find_account(db, name)
        check_can_pay(account)
        if account.balance:
            raise Refused(f"{name} still holds {write_amount(account.balance)}")
        set_state(db, name, State.CLOSED)


def check_can_pay(account: Account) -> None:
    if account.state == State.FROZEN:
        raise Refused(f"{account.name} is frozen")


def set_state(db: sqlite3.Connection, name: str, state: State) -> None:
    db.execute("UPDATE accounts SET state = ? WHERE name = ?", (state, name))


def find_row(db: sqlite3.Connection, name: str) -> Row | None:
    if not is_name(name):
        return None
    row: Row | None = db.execute("SELECT name, owner, balance, state FROM accounts WHERE name = ?", (name,)).fetchone()
    return row


def read_account(row: Row) -> Account:
    name, owner, balance, state = row
    return Account(name, owner, balance, State(state))
