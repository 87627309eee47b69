"""Owns moving money: deposits, withdrawals and transfers. It does not know files, mails or HTTP."""

import sqlite3
from typing import NamedTuple

from bank.accounts import Account, check_can_pay, find_account
from bank.ledger import post
from bank.money import write_amount
from bank.refusals import Conflict, NotUnderstood, Refused
from bank.store import transaction

LONGEST_MEMO = 60
LONGEST_KEY = 80


class Order(NamedTuple):
    """What a customer asks for: `amount` cents from `source` to `target`."""

    source: str
    target: str
    amount: int
    memo: str = ""


class Payment(NamedTuple):
    """An order that was carried out."""

    id: int
    order: Order


def deposit(db: sqlite3.Connection, name: str, amount: int) -> int:
    """Put cash in; gives the new balance in cents."""
    with transaction(db):
        return post(db, find_account(db, name).name, amount, "Deposit")


def withdraw(db: sqlite3.Connection, name: str, amount: int) -> int:
    """Take cash out; gives the new balance in cents."""
    with transaction(db):
        check_funds(find_account(db, name), amount)
        return post(db, name, -amount, "Withdrawal")


def transfer(db: sqlite3.Connection, order: Order) -> Payment:
    with transaction(db):
        return pay(db, order)


def transfer_once(db: sqlite3.Connection, order: Order, customer: str, key: str) -> Payment:
    """Carry the order out, unless the customer has sent this key before: then give the payment made at that time."""
    check_key(key)
    with transaction(db):
        made = find_payment_by_key(db, customer, key)
        if made is None:
            made = pay(db, order)
            db.execute("INSERT INTO payment_keys VALUES (?, ?, ?)", (customer, key, made.id))
        elif made.order != order:
            raise Conflict("this idempotency key was used for another transfer")
        return made


def pay(db: sqlite3.Connection, order: Order) -> Payment:
    """Move the money. Call inside a transaction."""
    check_memo(order.memo)
    if order.source == order.target:
        raise Refused(f"{order.source} cannot pay itself")
    source = find_account(db, order.source)
    target = find_account(db, order.target)
    check_funds(source, order.amount)
    post(db, source.name, -order.amount, describe(f"Transfer to {target.name}", order.memo))
    post(db, target.name, order.amount, describe(f"Transfer from {source.name}", order.memo))
    return record_payment(db, order)


def record_payment(db: sqlite3.Connection, order: Order) -> Payment:
    cursor = db.execute("INSERT INTO payments (source, target, amount, memo) VALUES (?, ?, ?, ?)", order)
    return Payment(int(cursor.lastrowid or 0), order)


def find_payment(db: sqlite3.Connection, payment_id: int) -> Payment | None:
    row = db.execute("SELECT source, target, amount, memo FROM payments WHERE id = ?", (payment_id,)).fetchone()
    return Payment(payment_id, Order(*row)) if row else None


def find_payment_by_key(db: sqlite3.Connection, customer: str, key: str) -> Payment | None:
    row = db.execute("SELECT payment FROM payment_keys WHERE customer = ? AND key = ?", (customer, key)).fetchone()
    return find_payment(db, row[0]) if row else None


def check_funds(account: Account, amount: int) -> None:
    check_can_pay(account)
    if account.balance < amount:
        raise Refused(f"insufficient funds: {account.name} has {write_amount(account.balance)}")


def check_memo(memo: str) -> None:
    if len(memo) > LONGEST_MEMO:
        raise NotUnderstood(f"the memo must not be longer than {LONGEST_MEMO} characters")
    if not memo.isprintable():
        raise NotUnderstood("the memo must be one line of printable text")


def check_key(key: str) -> None:
    if not (0 < len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
        raise NotUnderstood(f"the idempotency key must be 1 to {LONGEST_KEY} printable characters")


def describe(text: str, memo: str) -> str:
    return f"{text}: {memo}" if memo else text


def announce(order: Order) -> str:
    """What the customer is told once the order is carried out."""
    return f"Transferred {write_amount(order.amount)} from {order.source} to {order.target}"
