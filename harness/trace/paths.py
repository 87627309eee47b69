"""Which route or page a path means: ``/accounts/42`` is one of ``/accounts/{id}``. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ADDRESS = re.compile(r"https?://[^/?#]+", re.IGNORECASE)
_LOOPBACK = re.compile(r"//(?:localhost|\[::1\])(?=[:/]|$)", re.IGNORECASE)
_PARAMETER = re.compile(r"\{[^{}/]*\}|:[A-Za-z_]\w*|<[^<>/]*>|\[[^\[\]/]*\]")
_IN_A_SEGMENT = re.compile(r"(?:\{[^{}/]*\})+")


@dataclass(frozen=True)
class _Segment:
    """One part of a path: ``pieces`` are what stands literally between its parameters."""

    text: str
    pieces: tuple[str, ...]

    @property
    def is_parameter(self) -> bool:
        return _PARAMETER.fullmatch(self.text) is not None

    def fits(self, asked: str) -> bool:
        """Whether what is asked for is one of those; a parameter that is asked for means a parameter alone."""
        if _PARAMETER.fullmatch(asked):
            return self.is_parameter or asked == self.text
        if self.is_parameter:
            return bool(asked)
        return asked == self.text if len(self.pieces) == 1 else self._spans(asked)

    def _spans(self, asked: str) -> bool:
        """Whether the pieces stand in it in order, at least one character between them; in linear time."""
        first, *between, last = self.pieces
        if not (asked.startswith(first) and asked.endswith(last)):
            return False
        at = len(first)
        for piece in between:
            found = asked.find(piece, at + 1)
            if found < 0:
                return False
            at = found + len(piece)
        return len(asked) - len(last) > at


class Paths:
    """Routes (with a method) and pages (without), each with the number that stands for it.

    ``home`` is the address that bare paths belong to.
    """

    def __init__(self, home: str = "") -> None:
        self._home = _plain(home)
        self._found: dict[tuple[str, int], list[tuple[list[_Segment], str, int]]] = {}

    def add(self, method: str, path: str, number: int) -> None:
        """Take one in; a page's method is empty."""
        origin, parts = self._parts(path)
        segments = [_Segment(part, tuple(_IN_A_SEGMENT.split(part))) for part in parts]
        self._found.setdefault((origin, len(parts)), []).append((segments, method, number))

    def asked(self, method: str, target: str) -> Iterator[int]:
        """What a request asks for: of the routes with that method the most literal one, and the page where it is a GET."""
        yield from self._best(method, target)
        if method == "GET":
            yield from self._best("", target)

    def named(self, target: str) -> Iterator[int]:
        """What a path alone names: the page, and the route that is read, or the only one that there is."""
        origin, parts = self._parts(target)
        methods = dict.fromkeys(method for _, method, _ in self._found.get((origin, len(parts)), ()))
        found = {method: numbers for method in methods if (numbers := self._best(method, target))}
        pages = found.pop("", [])
        if "GET" in found or len(found) == 1:
            yield from found.get("GET") or next(iter(found.values()))
        yield from pages

    def _best(self, method: str, target: str) -> list[int]:
        origin, parts = self._parts(target)
        fitting = [
            (sum(not one.is_parameter for one in segments), number)
            for segments, of, number in self._found.get((origin, len(parts)), ())
            if of == method and all(one.fits(part) for one, part in zip(segments, parts, strict=True))
        ]
        most = max((literal for literal, _ in fitting), default=0)
        best = [number for literal, number in fitting if literal == most]
        return best if len(best) == 1 else []

    def _parts(self, path: str) -> tuple[str, list[str]]:
        """The address before a path, if it is another than home, and the parts of it; a slash at the end means nothing."""
        address = _ADDRESS.match(path)
        origin = _plain(address[0]) if address else ""
        bare = path[address.end() if address else 0 :].partition("?")[0].partition("#")[0]
        return ("" if origin == self._home else origin), bare.strip("/").split("/")


def _plain(address: str) -> str:
    return _LOOPBACK.sub("//127.0.0.1", address.lower())
