"""Owns the way to the books: reading them as they are now, and changing them as a whole or not at all."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from bank2.records.books import Books
from bank2.records.events import Event
from bank2.records.journal import NOWHERE, DataFault, Journal, locked

LARGEST_BALANCE = 2**63 - 1


class Vault:
    """The books of one journal. A visit reads what others wrote; one thread visits at a time."""

    def __init__(self, path: str) -> None:
        self.journal = Journal(path)
        self.books = Books()
        self._position = NOWHERE
        self._recorded: list[Event] = []
        self._turn = threading.RLock()

    @contextmanager
    def visit(self) -> Iterator[None]:
        """The books are up to date, and no other thread touches them."""
        with self._turn:
            with self.journal.opened() as file:
                self._catch_up(file)
            yield

    @contextmanager
    def change(self) -> Iterator[None]:
        """What is recorded inside is kept together when this ends well; otherwise it is as if nothing had been."""
        with self._turn, self.journal.opened() as file, locked(file):
            self._catch_up(file)
            self._recorded = []
            try:
                yield
                self._keep(file)
            except BaseException:
                self._forget(file)
                raise

    def record(self, event: Event) -> None:
        """Note an event within a change; the books show it at once."""
        self._recorded.append(event)
        self.books.add(event)

    def _keep(self, file: int) -> None:
        if any(account.balance > LARGEST_BALANCE for account in self.books.accounts.values()):
            raise DataFault("CHECK constraint failed: typeof(balance) = 'integer'")
        if self._recorded:
            self._position = self.journal.append(file, self._position, self._recorded)

    def _catch_up(self, file: int) -> None:
        events, position = self.journal.read_after(file, self._position)
        if position[:2] != self._position[:2] or position.offset < self._position.offset:
            self.books = Books()
        for event in events:
            self.books.add(event)
        self._position = position

    def _forget(self, file: int) -> None:
        """Read everything anew: what was recorded stands in the books, and must not."""
        if self._recorded:
            self.books, self._position = Books(), NOWHERE
            self._catch_up(file)
