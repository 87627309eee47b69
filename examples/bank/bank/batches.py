"""Owns importing a file of transfers, all of them or none. It does not know the rules of a transfer."""

import csv
import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from bank.money import read_amount
from bank.refusals import NotUnderstood, Refused
from bank.store import transaction
from bank.transfers import Order, pay

HEADER = ["from", "to", "amount", "memo"]
MOST_LINES = 10_000


class Line(NamedTuple):
    number: int
    order: Order


def import_transfers(db: sqlite3.Connection, path: str) -> int:
    """Carry out every line of the file in its order; gives how many. A refused line undoes the ones before it."""
    lines = read_batch(path)
    with transaction(db):
        for line in lines:
            pay_line(db, path, line)
    return len(lines)


def pay_line(db: sqlite3.Connection, path: str, line: Line) -> None:
    try:
        pay(db, line.order)
    except Refused as refusal:
        raise Refused(f"{path}:{line.number}: {refusal}") from refusal


def read_batch(path: str) -> list[Line]:
    """The lines of the file; when some cannot be read, all of these are named at once."""
    mistakes: list[str] = []
    lines: list[Line] = []
    for number, row in read_rows(path):
        try:
            lines.append(Line(number, read_order(row)))
        except Refused as refusal:
            mistakes.append(f"{path}:{number}: {refusal}")
    if mistakes:
        raise Refused("\n".join(mistakes))
    return lines


def read_rows(path: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not blank with its line number, without the header."""
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file, strict=True)
            if next(rows, None) != HEADER:
                raise NotUnderstood(f"{path}:1: the first line must be {','.join(HEADER)}")
            for row in rows:
                check_length(path, rows.line_num)
                if row:
                    yield rows.line_num, row
    except OSError as error:
        raise NotUnderstood(f"cannot read {path}: {error.strerror}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise NotUnderstood(f"{path} is not a CSV file in UTF-8") from error


def check_length(path: str, line: int) -> None:
    if line > MOST_LINES:
        raise Refused(f"{path} has more than {MOST_LINES} lines")


def read_order(row: list[str]) -> Order:
    if len(row) != len(HEADER):
        raise NotUnderstood(f"expected {len(HEADER)} values, found {len(row)}")
    source, target, amount, memo = row
    return Order(source, target, read_amount(amount), memo)
