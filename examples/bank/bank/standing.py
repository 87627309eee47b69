"""Owns standing orders: transfers that repeat every month. It does not know when it is run: a date is handed in."""

import re
import sqlite3
from calendar import monthrange
from datetime import date
from typing import NamedTuple

from bank.accounts import find_account
from bank.refusals import NotFound, NotUnderstood, Refused
from bank.store import transaction
from bank.transfers import Order, pay

LAST_DAY = 31
DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class StandingOrder(NamedTuple):
    """An order for one `day` of each month, 1 to 31, or the last day of a month that is too short."""

    id: int
    order: Order
    day: int
    paid_month: str


class Outcome(NamedTuple):
    """What became of a standing order on a run: `refusal` is empty when it was paid."""

    standing: StandingOrder
    refusal: str


def read_date(text: str) -> date:
    try:
        if DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise NotUnderstood(f'"{text}" is not a date: write it like 2026-02-28')


def read_day(text: str) -> int:
    day = int(text) if re.fullmatch(r"\d{1,2}", text, re.ASCII) else 0
    if not 1 <= day <= LAST_DAY:
        raise NotUnderstood(f'"{text}" is not a day of the month: use 1 to {LAST_DAY}')
    return day


def add_standing_order(db: sqlite3.Connection, order: Order, day: int) -> StandingOrder:
    with transaction(db):
        if order.source == order.target:
            raise Refused(f"{order.source} cannot pay itself")
        find_account(db, order.source)
        find_account(db, order.target)
        cursor = db.execute(
            "INSERT INTO standing_orders (source, target, amount, day) VALUES (?, ?, ?, ?)",
            (order.source, order.target, order.amount, day),
        )
    return StandingOrder(int(cursor.lastrowid or 0), order, day, "")


def list_standing_orders(db: sqlite3.Connection) -> list[StandingOrder]:
    rows = db.execute("SELECT id, source, target, amount, day, paid_month FROM standing_orders ORDER BY id")
    return [
        StandingOrder(number, Order(source, target, amount), day, month)
        for number, source, target, amount, day, month in rows
    ]


def cancel_standing_order(db: sqlite3.Connection, number: str) -> None:
    with transaction(db):
        known = {str(standing.id) for standing in list_standing_orders(db)}
        if number not in known:
            raise NotFound(f'there is no standing order "{number}"')
        db.execute("DELETE FROM standing_orders WHERE id = ?", (number,))


def run_standing_orders(db: sqlite3.Connection, on: date) -> list[Outcome]:
    """Pay what has fallen due in the month so far and was not paid yet. One refusal does not stop the others."""
    due = [standing for standing in list_standing_orders(db) if is_due(standing, on)]
    return [run_standing_order(db, standing, month_of(on)) for standing in due]


def is_due(standing: StandingOrder, on: date) -> bool:
    last = monthrange(on.year, on.month)[1]
    return standing.paid_month < month_of(on) and min(standing.day, last) <= on.day


def month_of(day: date) -> str:
    return day.isoformat()[:7]


def run_standing_order(db: sqlite3.Connection, standing: StandingOrder, month: str) -> Outcome:
    try:
        with transaction(db):
            if mark_paid(db, standing, month):
                pay(db, standing.order._replace(memo="standing order"))
    except Refused as refusal:
        return Outcome(standing, str(refusal))
    return Outcome(standing, "")


def mark_paid(db: sqlite3.Connection, standing: StandingOrder, month: str) -> bool:
    """Whether this run is the first to pay the order in the month: another may have come between."""
    cursor = db.execute(
        "UPDATE standing_orders SET paid_month = ? WHERE id = ? AND paid_month < ?", (month, standing.id, month)
    )
    return cursor.rowcount == 1
