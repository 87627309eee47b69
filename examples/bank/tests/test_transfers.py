import sqlite3

import pytest

from bank import accounts
from bank.refusals import Conflict, NotFound, Refused
from bank.transfers import Order, deposit, transfer, transfer_once, withdraw

RENT = Order("alice", "bob", 30_00, "rent")


def balances(db: sqlite3.Connection) -> tuple[int, int]:
    return accounts.find_account(db, "alice").balance, accounts.find_account(db, "bob").balance


def test_a_transfer_moves_money(db: sqlite3.Connection) -> None:
    transfer(db, RENT)
    assert balances(db) == (70_00, 30_00)


@pytest.mark.parametrize(
    ("order", "refusal"),
    [
        (Order("alice", "bob", 100_01), Refused),
        (Order("alice", "nobody", 1), NotFound),
        (Order("alice", "alice", 1), Refused),
        (Order("alice", "bob", 1, "two\nlines"), Refused),
        (Order("alice", "bob", 1, "x" * 61), Refused),
    ],
)
def test_a_refused_transfer_changes_nothing(db: sqlite3.Connection, order: Order, refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        transfer(db, order)
    assert balances(db) == (100_00, 0)


def test_a_frozen_account_receives_and_does_not_pay(db: sqlite3.Connection) -> None:
    accounts.freeze(db, "alice")
    deposit(db, "alice", 1)
    with pytest.raises(Refused, match="frozen"):
        withdraw(db, "alice", 1)
    with pytest.raises(Refused, match="frozen"):
        transfer(db, RENT)
    assert balances(db) == (100_01, 0)


def test_a_key_pays_once(db: sqlite3.Connection) -> None:
    first = transfer_once(db, RENT, "alice", "k1")
    assert transfer_once(db, RENT, "alice", "k1") == first
    assert balances(db) == (70_00, 30_00)


def test_a_key_belongs_to_one_order(db: sqlite3.Connection) -> None:
    transfer_once(db, RENT, "alice", "k1")
    with pytest.raises(Conflict):
        transfer_once(db, RENT._replace(amount=1), "alice", "k1")


def test_the_same_key_of_another_customer_is_another_key(db: sqlite3.Connection) -> None:
    transfer_once(db, RENT, "alice", "k1")
    transfer_once(db, Order("bob", "alice", 5_00), "bob", "k1")
    assert balances(db) == (75_00, 25_00)
