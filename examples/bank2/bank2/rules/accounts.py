"""Owns opening, finding, stopping and closing accounts. It does not pay."""

from collections.abc import Iterable
from enum import StrEnum

from bank2.cents import show
from bank2.records.books import Account, Books, State
from bank2.records.events import Closed, Frozen, Opened, PaidIn, Thawed
from bank2.records.vault import Vault
from bank2.refusal import Reason, Refusal
from bank2.rules.days import today
from bank2.words import parse_name


class Sorting(StrEnum):
    """By name from a to z, or by balance from the largest down."""

    NAME = "name"
    BALANCE = "balance"


def open_account(vault: Vault, name: str, owner: str, cents: int) -> Account:
    """Open an account with `cents` in it, or with nothing. Its owner becomes a customer."""
    parse_name(name)
    parse_name(owner)
    with vault.change():
        if name in vault.books.accounts:
            raise Refusal(Reason.AT_ODDS, f'the name "{name}" is taken')
        vault.record(Opened(name, owner))
        if cents:
            vault.record(PaidIn(name, cents, today(), is_opening=True))
    return vault.books.accounts[name]


def get_account(books: Books, name: str, owner: str | None = None) -> Account:
    """The account of this name that is not closed; with an owner, theirs only, any other being unknown (FR-019)."""
    account = books.accounts.get(name)
    if account is None or account.state is State.CLOSED or owner not in (None, account.owner):
        raise Refusal(Reason.UNKNOWN, f'there is no account "{name}"')
    return account


def select_accounts(books: Books, owner: str | None = None, sorting: Sorting = Sorting.NAME) -> list[Account]:
    """All accounts that are not closed, or those of one owner."""
    alive = [account for account in books.accounts.values() if account.state is not State.CLOSED]
    chosen = sorted(account for account in alive if owner in (None, account.owner))
    return chosen if sorting is Sorting.NAME else sorted(chosen, key=lambda account: -account.balance)


def add_up(accounts: Iterable[Account]) -> int:
    return sum(account.balance for account in accounts)


def check_not_frozen(account: Account) -> None:
    if account.state is State.FROZEN:
        raise Refusal(Reason.AGAINST_THE_RULES, f"{account.name} is frozen")


def freeze(vault: Vault, name: str) -> None:
    """Stop payments out of the account; money still comes in."""
    with vault.change():
        check_state(vault.books, name, State.OPEN)
        vault.record(Frozen(name))


def thaw(vault: Vault, name: str) -> None:
    with vault.change():
        check_state(vault.books, name, State.FROZEN)
        vault.record(Thawed(name))


def check_state(books: Books, name: str, wanted: State) -> None:
    state = get_account(books, name).state
    if state is not wanted:
        raise Refusal(Reason.AT_ODDS, f"{name} is already {state}")


def close(vault: Vault, name: str) -> None:
    """Close an empty account for good; its name stays taken."""
    with vault.change():
        account = get_account(vault.books, name)
        check_not_frozen(account)
        if account.balance:
            raise Refusal(Reason.AGAINST_THE_RULES, f"{name} still holds {show(account.balance)}")
        vault.record(Closed(name))
