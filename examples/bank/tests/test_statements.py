import sqlite3

import pytest

from bank.accounts import find_account
from bank.refusals import NotUnderstood
from bank.statements import make_statement, read_count
from bank.transfers import deposit


def test_a_statement_runs_from_its_opening_to_its_closing_balance(db: sqlite3.Connection) -> None:
    for amount in (1, 2, 3):
        deposit(db, "alice", amount)
    statement = make_statement(db, find_account(db, "alice"), last=2)
    assert (statement.opening, statement.closing) == (100_01, 100_06)
    assert [entry.amount for entry in statement.entries] == [2, 3]


def test_an_account_without_entries_has_an_empty_statement(db: sqlite3.Connection) -> None:
    assert make_statement(db, find_account(db, "bob")) == ("bob", 0, [], 0)


@pytest.mark.parametrize("text", ["0", "-1", "abc", "", "1.5", "1001", "99999999999"])
def test_a_count_out_of_range_is_not_understood(text: str) -> None:
    with pytest.raises(NotUnderstood):
        read_count(text)
