"""Owns the table of addresses: which function answers which method and path. It answers nothing itself."""

import re
from collections.abc import Callable
from typing import NamedTuple

from bank2.records.books import Books
from bank2.records.vault import Vault
from bank2.service.messages import Answer, Request

PLACE = re.compile(r"<([a-z]+)>")


class Call(NamedTuple):
    """A request on its way to the function that answers it, with what its path says in place of the `<…>`."""

    vault: Vault
    request: Request
    words: dict[str, str]

    @property
    def books(self) -> Books:
        return self.vault.books


Answering = Callable[[Call], Answer]


class Table:
    """Addresses, each with what answers it by method."""

    def __init__(self) -> None:
        self._addresses: dict[str, dict[str, Answering]] = {}

    def on(self, method: str, address: str) -> Callable[[Answering], Answering]:
        """Enters a function, as in `@TABLE.on("GET", "/accounts/<name>")`."""

        def enter(answering: Answering) -> Answering:
            self._addresses.setdefault(PLACE.sub(r"(?P<\1>[^/]+)", address), {})[method] = answering
            return answering

        return enter

    def find(self, path: str) -> tuple[dict[str, Answering], dict[str, str]]:
        """What answers at the path, by method, and the words in it; nothing when there is no such address."""
        for pattern, methods in self._addresses.items():
            found = re.fullmatch(pattern, path)
            if found:
                return methods, found.groupdict()
        return {}, {}
