"""Owns how lists and statements look on a terminal and in a spreadsheet. It computes nothing."""

import csv
from collections.abc import Iterator, Sequence

from bank2.cents import show
from bank2.records.books import Account
from bank2.refusal import Reason, Refusal
from bank2.rules.accounts import add_up
from bank2.rules.statements import Statement
from bank2.shapes import describe_entry

Cells = Sequence[str]


def lay_out_accounts(accounts: Sequence[Account]) -> Iterator[str]:
    rows = [(account.name, account.owner, show(account.balance), account.state) for account in accounts]
    yield from align([("ACCOUNT", "OWNER", "BALANCE", "STATE"), *rows], "<<><")
    yield f"Total {show(add_up(accounts))} in {len(accounts)} account{'' if len(accounts) == 1 else 's'}"


def lay_out_statement(statement: Statement) -> Iterator[str]:
    yield f"Statement of {statement.account}"
    yield from align(
        [
            ("DATE", "TEXT", "AMOUNT", "BALANCE"),
            ("", "Opening balance", "", show(statement.opening)),
            *(tuple(describe_entry(entry).values()) for entry in statement.entries),
            ("", "Closing balance", "", show(statement.closing)),
        ],
        "<<>>",
    )


def align(rows: Sequence[Cells], sides: str) -> Iterator[str]:
    """Lines of columns, two blanks apart, each flush with the side that `sides` has for it: `<` left, `>` right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    layout = "  ".join(f"{{:{side}{width}}}" for side, width in zip(sides, widths, strict=True))
    return (layout.format(*row).rstrip() for row in rows)


def save_as_csv(statement: Statement, path: str) -> None:
    """Write the entries into a new file (FR-010)."""
    try:
        with open(path, "x", encoding="utf-8", newline="") as file:
            sheet = csv.DictWriter(file, ("day", "text", "amount", "balance"), lineterminator="\n")
            sheet.writeheader()
            sheet.writerows(map(describe_entry, statement.entries))
    except FileExistsError as error:
        raise Refusal(Reason.AT_ODDS, f"{path} exists already: choose another name") from error
    except OSError as error:
        raise Refusal(Reason.UNREADABLE, f"cannot write {path}: {error.strerror}") from error
