import sqlite3

import pytest

from bank import accounts
from bank.names import check_name
from bank.refusals import Conflict, NotFound, NotUnderstood, Refused


@pytest.mark.parametrize("name", ["", "a", "Alice", "a b", "1st", "a" * 31, "é", "a\n"])
def test_a_name_out_of_form_is_not_understood(name: str) -> None:
    with pytest.raises(NotUnderstood):
        check_name(name)


def test_a_name_is_given_once(db: sqlite3.Connection) -> None:
    with pytest.raises(Conflict, match="taken"):
        accounts.open_account(db, "alice", "bob")


def test_the_largest_balance_comes_first_by_balance(db: sqlite3.Connection) -> None:
    accounts.open_account(db, "carol", "carol", 90_00)
    names = [account.name for account in accounts.list_accounts(db, accounts.Order.BALANCE)]
    assert names == ["alice", "carol", "bob"]


def test_another_customers_account_is_as_unknown_as_none(db: sqlite3.Connection) -> None:
    with pytest.raises(NotFound) as other:
        accounts.find_own_account(db, "bob", "alice")
    assert str(other.value) == 'there is no account "bob"'


def test_an_account_with_money_is_not_closed(db: sqlite3.Connection) -> None:
    with pytest.raises(Refused, match="still holds 100.00"):
        accounts.close_account(db, "alice")


def test_a_closed_account_is_gone_and_its_name_stays_taken(db: sqlite3.Connection) -> None:
    accounts.close_account(db, "bob")
    with pytest.raises(NotFound):
        accounts.find_account(db, "bob")
    with pytest.raises(Conflict):
        accounts.open_account(db, "bob", "bob")


def test_an_account_is_frozen_once(db: sqlite3.Connection) -> None:
    accounts.freeze(db, "alice")
    with pytest.raises(Conflict, match="already frozen"):
        accounts.freeze(db, "alice")
