import sqlite3
from decimal import Decimal

from bank.accounts import find_account
from bank.interest import pay_interest


def test_interest_is_paid_into_every_account_that_earns_a_cent(db: sqlite3.Connection) -> None:
    assert pay_interest(db, Decimal("1.25")) == [("alice", 1_25)]
    assert find_account(db, "alice").balance == 101_25
