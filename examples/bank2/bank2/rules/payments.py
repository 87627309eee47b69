"""Owns moving money: cash, transfers, and interest. It knows neither files nor mails."""

from typing import NamedTuple

from bank2.cents import Rate, interest_on, show
from bank2.records.books import Account, Books
from bank2.records.events import Earned, KeySpent, PaidIn, PaidOut, Transferred
from bank2.records.vault import Vault
from bank2.refusal import Reason, Refusal
from bank2.rules.accounts import check_not_frozen, get_account, select_accounts
from bank2.rules.days import today

LONGEST_MEMO = 60
LONGEST_KEY = 80


class Wish(NamedTuple):
    """A transfer that somebody asks for."""

    source: str
    target: str
    cents: int
    memo: str = ""

    def announce(self) -> str:
        """What is said once it is done."""
        return f"Transferred {show(self.cents)} from {self.source} to {self.target}"


def pay_in(vault: Vault, name: str, cents: int) -> Account:
    """The account with the cash in it."""
    with vault.change():
        get_account(vault.books, name)
        vault.record(PaidIn(name, cents, today(), is_opening=False))
    return vault.books.accounts[name]


def pay_out(vault: Vault, name: str, cents: int) -> None:
    with vault.change():
        check_affordable(get_account(vault.books, name), cents)
        vault.record(PaidOut(name, cents, today()))


def transfer(vault: Vault, wish: Wish) -> int:
    """Carry the wish out; gives the number of the payment."""
    with vault.change():
        return record_transfer(vault, wish)


def transfer_once(vault: Vault, wish: Wish, customer: str, key: str) -> int:
    """Carry the wish out, unless the customer sent the key before: then it must be the same wish (FR-020)."""
    check_key(key)
    with vault.change():
        number = vault.books.spent_keys.get((customer, key))
        if number is None:
            number = record_transfer(vault, wish)
            vault.record(KeySpent(customer, key, number))
        elif get_payment(vault.books, number) != wish:
            raise Refusal(Reason.AT_ODDS, "this idempotency key was used for another transfer")
        return number


def record_transfer(vault: Vault, wish: Wish) -> int:
    """Check the wish and record it, within a change; gives the number of the payment."""
    check_memo(wish.memo)
    check_two_accounts(wish)
    source = get_account(vault.books, wish.source)
    get_account(vault.books, wish.target)
    check_affordable(source, wish.cents)
    vault.record(Transferred(*wish, today()))
    return len(vault.books.payments)


def get_payment(books: Books, number: int) -> Wish | None:
    """What payment `number` carried out."""
    if not 1 <= number <= len(books.payments):
        return None
    return Wish(*books.payments[number - 1][:4])


def pay_interest(vault: Vault, rate: Rate) -> list[Earned]:
    """Pay interest into every account that earns a cent or more."""
    day = today()
    with vault.change():
        shares = [(account.name, interest_on(account.balance, rate)) for account in select_accounts(vault.books)]
        earned = [Earned(name, cents, rate.label, day) for name, cents in shares if cents]
        for event in earned:
            vault.record(event)
    return earned


def check_affordable(account: Account, cents: int) -> None:
    check_not_frozen(account)
    if account.balance < cents:
        raise Refusal(Reason.AGAINST_THE_RULES, f"insufficient funds: {account.name} has {show(account.balance)}")


def check_two_accounts(wish: Wish) -> None:
    if wish.source == wish.target:
        raise Refusal(Reason.AGAINST_THE_RULES, f"{wish.source} cannot pay itself")


def check_memo(memo: str) -> None:
    if len(memo) > LONGEST_MEMO:
        raise Refusal(Reason.UNREADABLE, f"the memo must not be longer than {LONGEST_MEMO} characters")
    if not memo.isprintable():
        raise Refusal(Reason.UNREADABLE, "the memo must be one line of printable text")


def check_key(key: str) -> None:
    if not (key.isascii() and key.isprintable() and 1 <= len(key) <= LONGEST_KEY):
        raise Refusal(Reason.UNREADABLE, f"the idempotency key must be 1 to {LONGEST_KEY} printable characters")
