import sqlite3
from datetime import date

import pytest

from bank import accounts
from bank.refusals import NotUnderstood
from bank.standing import add_standing_order, read_date, run_standing_orders
from bank.transfers import Order


def pay_on(db: sqlite3.Connection, *days: str) -> int:
    """Run on each day; gives what bob holds afterwards."""
    for day in days:
        run_standing_orders(db, date.fromisoformat(day))
    return accounts.find_account(db, "bob").balance


def test_an_order_is_paid_once_a_month(db: sqlite3.Connection) -> None:
    add_standing_order(db, Order("alice", "bob", 10_00), 15)
    assert pay_on(db, "2026-01-14") == 0
    assert pay_on(db, "2026-01-15", "2026-01-15", "2026-01-31") == 10_00
    assert pay_on(db, "2026-02-20") == 20_00


def test_a_short_month_pays_on_its_last_day(db: sqlite3.Connection) -> None:
    add_standing_order(db, Order("alice", "bob", 10_00), 31)
    assert pay_on(db, "2028-02-28") == 0
    assert pay_on(db, "2028-02-29") == 10_00


def test_one_refusal_does_not_stop_the_others(db: sqlite3.Connection) -> None:
    add_standing_order(db, Order("alice", "bob", 500_00), 1)
    add_standing_order(db, Order("alice", "bob", 10_00), 1)
    outcomes = run_standing_orders(db, date(2026, 1, 1))
    assert [bool(outcome.refusal) for outcome in outcomes] == [True, False]
    assert accounts.find_account(db, "bob").balance == 10_00


@pytest.mark.parametrize("text", ["2026-02-30", "20260228", "today", "2026-W01-1"])
def test_what_is_not_a_date_is_not_understood(text: str) -> None:
    with pytest.raises(NotUnderstood):
        read_date(text)
