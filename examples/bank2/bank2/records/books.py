"""Owns the books: what all events so far add up to. They change by events alone, and nothing is refused here."""

from enum import StrEnum
from typing import NamedTuple

from bank2.records.events import (
    Appointed,
    Closed,
    Earned,
    Event,
    Frozen,
    KeySpent,
    LinkMade,
    LinkSpent,
    Opened,
    OrderCancelled,
    OrderPlaced,
    OrderServed,
    PaidIn,
    PaidOut,
    SessionBegun,
    SessionEnded,
    Thawed,
    Transferred,
)


class State(StrEnum):
    OPEN = "open"
    FROZEN = "frozen"
    CLOSED = "closed"


class Account(NamedTuple):
    name: str
    owner: str
    state: State
    balance: int


class Entry(NamedTuple):
    """One change of a balance, in cents, and the balance after it."""

    day: str
    text: str
    amount: int
    balance: int


class StandingOrder(NamedTuple):
    """Pays on `day` of each month, 1 to 31; `served` is the last month that it was paid for, empty at first."""

    number: int
    source: str
    target: str
    cents: int
    day: int
    served: str


class Link(NamedTuple):
    customer: str
    expires: float
    is_spent: bool


class Session(NamedTuple):
    customer: str
    expires: float


class Books:
    """Everything the bank knows, by name, number, or digest of a secret."""

    def __init__(self) -> None:
        self.accounts: dict[str, Account] = {}
        self.entries: dict[str, list[Entry]] = {}
        self.customers: set[str] = set()
        self.admins: set[str] = set()
        self.payments: list[Transferred] = []
        self.spent_keys: dict[tuple[str, str], int] = {}
        self.standing: dict[int, StandingOrder] = {}
        self.links: dict[str, Link] = {}
        self.sessions: dict[str, Session] = {}

    def add(self, event: Event) -> None:
        """Bring the books up to this event."""
        match event:
            case PaidIn() | PaidOut() | Transferred() | Earned():
                self._add_money(event)
            case Opened() | Frozen() | Thawed() | Closed():
                self._add_to_accounts(event)
            case OrderPlaced() | OrderCancelled() | OrderServed():
                self._add_to_standing(event)
            case LinkMade() | LinkSpent() | SessionBegun() | SessionEnded():
                self._add_to_access(event)
            case Appointed(customer):
                self.admins.add(customer)
            case KeySpent(customer, key, number):
                self.spent_keys[customer, key] = number

    def _add_money(self, event: PaidIn | PaidOut | Transferred | Earned) -> None:
        match event:
            case PaidIn(account, cents, day, is_opening):
                self._post(account, cents, day, "Opening deposit" if is_opening else "Deposit")
            case PaidOut(account, cents, day):
                self._post(account, -cents, day, "Withdrawal")
            case Earned(account, cents, rate, day):
                self._post(account, cents, day, f"Interest at {rate}%")
            case Transferred(source, target, cents, memo, day):
                note = f": {memo}" if memo else ""
                self._post(source, -cents, day, f"Transfer to {target}{note}")
                self._post(target, cents, day, f"Transfer from {source}{note}")
                self.payments.append(event)

    def _post(self, name: str, amount: int, day: str, text: str) -> None:
        account = self.accounts[name]
        balance = account.balance + amount
        self.accounts[name] = Account(name, account.owner, account.state, balance)
        self.entries[name].append(Entry(day, text, amount, balance))

    def _add_to_accounts(self, event: Opened | Frozen | Thawed | Closed) -> None:
        match event:
            case Opened(name, owner):
                self.customers.add(owner)
                self.accounts[name] = Account(name, owner, State.OPEN, 0)
                self.entries[name] = []
            case Frozen(name):
                self._set_state(name, State.FROZEN)
            case Thawed(name):
                self._set_state(name, State.OPEN)
            case Closed(name):
                self._set_state(name, State.CLOSED)

    def _set_state(self, name: str, state: State) -> None:
        self.accounts[name] = self.accounts[name]._replace(state=state)

    def _add_to_standing(self, event: OrderPlaced | OrderCancelled | OrderServed) -> None:
        match event:
            case OrderPlaced(number, source, target, cents, day):
                self.standing[number] = StandingOrder(number, source, target, cents, day, served="")
            case OrderCancelled(number):
                del self.standing[number]
            case OrderServed(number, month):
                self.standing[number] = self.standing[number]._replace(served=month)

    def _add_to_access(self, event: LinkMade | LinkSpent | SessionBegun | SessionEnded) -> None:
        match event:
            case LinkMade(digest, customer, expires):
                self.links[digest] = Link(customer, expires, is_spent=False)
            case LinkSpent(digest):
                self.links[digest] = self.links[digest]._replace(is_spent=True)
            case SessionBegun(digest, customer, expires):
                self.sessions[digest] = Session(customer, expires)
            case SessionEnded(digest):
                self.sessions.pop(digest, None)
