"""Owns standing orders. The day of a run is handed in: it is not looked up."""

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

from bank2.records.books import StandingOrder
from bank2.records.events import OrderCancelled, OrderPlaced, OrderServed
from bank2.records.vault import Vault
from bank2.refusal import Reason, Refusal
from bank2.rules.accounts import get_account
from bank2.rules.payments import Wish, check_two_accounts, record_transfer
from bank2.words import parse_number

DATE_PATTERN = re.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})")
MEMO = "standing order"


class Outcome(NamedTuple):
    """What a run did about one order; `refusal` is empty when it was paid."""

    order: StandingOrder
    refusal: str


def parse_day(text: str) -> int:
    return parse_number(text, most=31, longest=2, complaint="is not a day of the month: use 1 to 31")


def parse_date(text: str) -> date:
    found = DATE_PATTERN.fullmatch(text)
    try:
        if found:
            return date(*map(int, found.groups()))
    except ValueError:
        pass  # the 30th of February
    raise Refusal(Reason.UNREADABLE, f'"{text}" is not a date: write it like 2026-02-28')


def to_wish(order: StandingOrder) -> Wish:
    return Wish(order.source, order.target, order.cents, MEMO)


def place(vault: Vault, wish: Wish, day: int) -> StandingOrder:
    """Place an order under the number after the highest that is in use."""
    with vault.change():
        check_two_accounts(wish)
        get_account(vault.books, wish.source)
        get_account(vault.books, wish.target)
        number = max(vault.books.standing, default=0) + 1
        vault.record(OrderPlaced(number, wish.source, wish.target, wish.cents, day))
    return vault.books.standing[number]


def cancel(vault: Vault, number: str) -> None:
    with vault.change():
        found = next((order for order in vault.books.standing if str(order) == number), None)
        if found is None:
            raise Refusal(Reason.UNKNOWN, f'there is no standing order "{number}"')
        vault.record(OrderCancelled(found))


def serve_all(vault: Vault, on: date) -> list[Outcome]:
    """Pay what has fallen due this month and is not paid; an order that cannot be paid stops no other (FR-013)."""
    due = [order for _, order in sorted(vault.books.standing.items()) if is_due(order, on)]
    return [serve(vault, order, month_of(on)) for order in due]


def is_due(order: StandingOrder, on: date) -> bool:
    _, last_day = monthrange(on.year, on.month)
    return order.served < month_of(on) and min(order.day, last_day) <= on.day


def month_of(day: date) -> str:
    return day.isoformat()[: len("2026-02")]


def serve(vault: Vault, order: StandingOrder, month: str) -> Outcome:
    """Pay one order, unless another run paid or somebody cancelled it in the meantime."""
    try:
        with vault.change():
            now = vault.books.standing.get(order.number)
            if now and now.served < month:
                record_transfer(vault, to_wish(now))
                vault.record(OrderServed(order.number, month))
    except Refusal as refusal:
        return Outcome(order, refusal.words)
    return Outcome(order, "")
