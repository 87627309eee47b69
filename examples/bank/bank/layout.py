"""Owns how accounts and statements are laid out as tables and as JSON. It does not print or answer."""

from collections.abc import Iterable, Sequence

from bank.accounts import Account, total
from bank.money import write_amount
from bank.statements import Entry, Statement

Json = str | int | list["Json"] | dict[str, "Json"]


def account_json(account: Account) -> dict[str, Json]:
    """Money is a string in JSON: a number would be read as a binary fraction (RFC 8259, section 6)."""
    return {
        "name": account.name,
        "owner": account.owner,
        "balance": write_amount(account.balance),
        "state": str(account.state),
    }


def accounts_json(accounts: Sequence[Account]) -> dict[str, Json]:
    return {"accounts": [account_json(account) for account in accounts], "total": write_amount(total(accounts))}


def statement_json(statement: Statement) -> dict[str, Json]:
    return {
        "account": statement.account,
        "opening": write_amount(statement.opening),
        "entries": [dict(zip(Entry._fields, entry_row(entry), strict=True)) for entry in statement.entries],
        "closing": write_amount(statement.closing),
    }


def entry_row(entry: Entry) -> list[str]:
    return [entry.day, entry.text, write_amount(entry.amount), write_amount(entry.balance)]


def accounts_table(accounts: Sequence[Account]) -> list[str]:
    rows = [[account.name, account.owner, write_amount(account.balance), account.state] for account in accounts]
    return [*table(["ACCOUNT", "OWNER", "BALANCE", "STATE"], rows, right={2}), count_and_total(accounts)]


def count_and_total(accounts: Sequence[Account]) -> str:
    noun = "account" if len(accounts) == 1 else "accounts"
    return f"Total {write_amount(total(accounts))} in {len(accounts)} {noun}"


def statement_table(statement: Statement) -> list[str]:
    rows = [
        ["", "Opening balance", "", write_amount(statement.opening)],
        *(entry_row(entry) for entry in statement.entries),
        ["", "Closing balance", "", write_amount(statement.closing)],
    ]
    return [f"Statement of {statement.account}", *table(["DATE", "TEXT", "AMOUNT", "BALANCE"], rows, right={2, 3})]


def table(header: list[str], rows: Iterable[list[str]], right: set[int]) -> list[str]:
    """Lines of aligned columns; those in `right` are flush right."""
    cells = [header, *rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(header))]
    return [
        "  ".join(
            cell.rjust(width) if column in right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]
