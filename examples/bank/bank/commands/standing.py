"""Owns what the commands about standing orders do and print. It does not parse arguments or catch refusals."""

import sqlite3
import sys
from argparse import Namespace

from bank import standing, transfers
from bank.money import read_amount, write_amount
from bank.refusals import Refused


def add_standing_order(db: sqlite3.Connection, arguments: Namespace) -> None:
    order = transfers.Order(arguments.source, arguments.target, read_amount(arguments.amount))
    print(describe(standing.add_standing_order(db, order, standing.read_day(arguments.day))))


def list_standing_orders(db: sqlite3.Connection, arguments: Namespace) -> None:
    found = standing.list_standing_orders(db)
    print("\n".join(map(describe, found)) if found else "No standing orders")


def cancel_standing_order(db: sqlite3.Connection, arguments: Namespace) -> None:
    standing.cancel_standing_order(db, arguments.number)
    print(f"Cancelled standing order {arguments.number}")


def run_standing_orders(db: sqlite3.Connection, arguments: Namespace) -> None:
    """Report all outcomes, then refuse as a whole when any was not paid."""
    outcomes = standing.run_standing_orders(db, standing.read_date(arguments.date))
    unpaid = [outcome for outcome in outcomes if outcome.refusal]
    for item in outcomes:
        if not item.refusal:
            print(f"Standing order {item.standing.id}: {transfers.announce(item.standing.order)}")
    print(f"Paid {len(outcomes) - len(unpaid)} of {len(outcomes)} due")
    if unpaid:
        sys.stdout.flush()
        raise Refused("\n".join(f"standing order {item.standing.id} not paid: {item.refusal}" for item in unpaid))


def describe(found: standing.StandingOrder) -> str:
    order = found.order
    amount = write_amount(order.amount)
    return f"Standing order {found.id}: {amount} from {order.source} to {order.target} on day {found.day}"
