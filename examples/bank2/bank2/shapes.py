"""Owns the shape of accounts, statements and payments as data for programs. Every amount is a string (FR-008)."""

from collections.abc import Sequence

from bank2.cents import show
from bank2.records.books import Account, Entry
from bank2.rules.accounts import add_up
from bank2.rules.payments import Wish
from bank2.rules.statements import Statement

Json = str | int | Sequence["Json"] | dict[str, "Json"]


def describe_account(account: Account) -> dict[str, Json]:
    return {
        "name": account.name,
        "owner": account.owner,
        "balance": show(account.balance),
        "state": account.state.value,
    }


def describe_accounts(accounts: Sequence[Account]) -> dict[str, Json]:
    return {"accounts": [describe_account(account) for account in accounts], "total": show(add_up(accounts))}


def describe_entry(entry: Entry) -> dict[str, str]:
    return {"day": entry.day, "text": entry.text, "amount": show(entry.amount), "balance": show(entry.balance)}


def describe_statement(statement: Statement) -> dict[str, Json]:
    entries: list[Json] = [{**describe_entry(entry)} for entry in statement.entries]
    return {
        "account": statement.account,
        "opening": show(statement.opening),
        "entries": entries,
        "closing": show(statement.closing),
    }


def describe_payment(number: int, wish: Wish) -> dict[str, Json]:
    return {"id": number, "from": wish.source, "to": wish.target, "amount": show(wish.cents), "memo": wish.memo}
