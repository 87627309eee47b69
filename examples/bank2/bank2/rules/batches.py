"""Owns files of transfers: reading one, and carrying it out as a whole or not at all."""

import csv
from collections.abc import Iterator
from typing import NamedTuple, TextIO

from bank2.cents import parse_amount
from bank2.records.vault import Vault
from bank2.refusal import Reason, Refusal
from bank2.rules.payments import Wish, record_transfer

COLUMNS = ("from", "to", "amount", "memo")
MOST_LINES = 10_000


class Row(NamedTuple):
    """The cells of a row, and where in the file it ends, as `path:line`."""

    place: str
    cells: list[str]


def carry_out(vault: Vault, path: str) -> int:
    """Pay every line of the file in its order; gives how many there were."""
    wishes = read_wishes(path)
    with vault.change():
        for place, wish in wishes:
            try:
                record_transfer(vault, wish)
            except Refusal as refusal:
                raise Refusal(Reason.AGAINST_THE_RULES, f"{place}: {refusal.words}") from refusal
    return len(wishes)


def read_wishes(path: str) -> list[tuple[str, Wish]]:
    """The transfers, each with its place. All rows that cannot be read are named at once."""
    wishes, mistakes = [], []
    for row in read_rows(path):
        try:
            wishes.append((row.place, to_wish(row.cells)))
        except Refusal as refusal:
            mistakes.append(f"{row.place}: {refusal.words}")
    if mistakes:
        raise Refusal(Reason.AGAINST_THE_RULES, "\n".join(mistakes))
    return wishes


def to_wish(cells: list[str]) -> Wish:
    if len(cells) != len(COLUMNS):
        raise Refusal(Reason.UNREADABLE, f"expected {len(COLUMNS)} values, found {len(cells)}")
    source, target, amount, memo = cells
    return Wish(source, target, parse_amount(amount), memo)


def read_rows(path: str) -> Iterator[Row]:
    """The rows below the heading, without blank ones. The file is read as it goes: what is wrong first is told."""
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            yield from split_rows(path, file)
    except OSError as error:
        raise Refusal(Reason.UNREADABLE, f"cannot read {path}: {error.strerror}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise Refusal(Reason.UNREADABLE, f"{path} is not a CSV file in UTF-8") from error


def split_rows(path: str, file: TextIO) -> Iterator[Row]:
    reader = csv.reader(file, strict=True)
    if tuple(next(reader, ())) != COLUMNS:
        raise Refusal(Reason.UNREADABLE, f"{path}:1: the first line must be {','.join(COLUMNS)}")
    for cells in reader:
        if reader.line_num > MOST_LINES:
            raise Refusal(Reason.AGAINST_THE_RULES, f"{path} has more than {MOST_LINES} lines")
        if cells:
            yield Row(f"{path}:{reader.line_num}", cells)
