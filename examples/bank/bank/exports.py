"""Owns writing a statement into a CSV file. It does not read files."""

import csv
from typing import TextIO

from bank.layout import entry_row
from bank.refusals import Conflict, NotUnderstood
from bank.statements import Entry, Statement


def save_csv(path: str, statement: Statement) -> None:
    """Write the entries into a new file; one that exists is kept."""
    try:
        with open(path, "x", encoding="utf-8", newline="") as file:
            write_csv(file, statement)
    except FileExistsError as error:
        raise Conflict(f"{path} exists already: choose another name") from error
    except OSError as error:
        raise NotUnderstood(f"cannot write {path}: {error.strerror}") from error


def write_csv(file: TextIO, statement: Statement) -> None:
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(Entry._fields)
    rows.writerows(entry_row(entry) for entry in statement.entries)
