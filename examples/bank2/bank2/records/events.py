"""Owns the kinds of events and their text in the journal: one JSON array each. It does not know what they add up to."""

from typing import NamedTuple, cast, get_args

Value = str | int | float | bool


class Opened(NamedTuple):
    account: str
    owner: str


class PaidIn(NamedTuple):
    account: str
    cents: int
    day: str
    is_opening: bool


class PaidOut(NamedTuple):
    account: str
    cents: int
    day: str


class Transferred(NamedTuple):
    """`cents` went from `source` to `target`. Payments are numbered from 1 in the order of these events."""

    source: str
    target: str
    cents: int
    memo: str
    day: str


class KeySpent(NamedTuple):
    """The customer sent payment `number` under this key."""

    customer: str
    key: str
    number: int


class Earned(NamedTuple):
    account: str
    cents: int
    rate: str
    day: str


class Frozen(NamedTuple):
    account: str


class Thawed(NamedTuple):
    account: str


class Closed(NamedTuple):
    account: str


class Appointed(NamedTuple):
    customer: str


class OrderPlaced(NamedTuple):
    number: int
    source: str
    target: str
    cents: int
    day: int


class OrderCancelled(NamedTuple):
    number: int


class OrderServed(NamedTuple):
    """The standing order was paid for this month, written like 2026-02."""

    number: int
    month: str


class LinkMade(NamedTuple):
    digest: str
    customer: str
    expires: float


class LinkSpent(NamedTuple):
    digest: str


class SessionBegun(NamedTuple):
    digest: str
    customer: str
    expires: float


class SessionEnded(NamedTuple):
    digest: str


Event = (
    Opened
    | PaidIn
    | PaidOut
    | Transferred
    | KeySpent
    | Earned
    | Frozen
    | Thawed
    | Closed
    | Appointed
    | OrderPlaced
    | OrderCancelled
    | OrderServed
    | LinkMade
    | LinkSpent
    | SessionBegun
    | SessionEnded
)
KINDS: dict[str, type[Event]] = {kind.__name__: kind for kind in get_args(Event)}


def to_array(event: Event) -> list[Value]:
    return [type(event).__name__, *cast("tuple[Value, ...]", event)]


def from_array(array: list[Value]) -> Event:
    """Raises KeyError or TypeError when it is no event."""
    kind, *values = array
    return KINDS[cast(str, kind)]._make(values)
