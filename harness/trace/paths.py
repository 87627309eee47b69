"""Which route or page a path means: ``/accounts/42`` is one of ``/accounts/{id}``. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

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

    def spans(self, asked: str) -> bool:
        """Whether the pieces stand in it in order, at least one character between them; in linear time.

        A parameter that is asked for is none of those: it means a parameter alone.
        """
        first, *between, last = self.pieces
        if _PARAMETER.fullmatch(asked) or not (asked.startswith(first) and asked.endswith(last)):
            return False
        at = len(first)
        for piece in between:
            found = asked.find(piece, at + 1)
            if found < 0:
                return False
            at = found + len(piece)
        return len(asked) - len(last) > at


@dataclass
class _Node:
    """What may follow a part of a path: literal parts by their text, and parameters; what ends here, by its method."""

    literal: dict[str, _Node] = field(default_factory=dict)
    spanned: dict[_Segment, _Node] = field(default_factory=dict)
    any: _Node | None = None
    ends: dict[str, list[int]] = field(default_factory=dict)

    def child(self, part: str) -> _Node:
        """The node behind a part of a template, made where there is none."""
        segment = _Segment(part, tuple(_IN_A_SEGMENT.split(part)))
        if segment.is_parameter:
            self.any = self.any or _Node()
            return self.any
        if len(segment.pieces) == 1:
            return self.literal.setdefault(part, _Node())
        return self.spanned.setdefault(segment, _Node())

    def fitting(self, part: str) -> Iterator[tuple[int, _Node]]:
        """The nodes behind what a part may be, each with 1 if it is no parameter."""
        if part in self.literal:
            yield 1, self.literal[part]
        yield from ((1, node) for segment, node in self.spanned.items() if segment.spans(part))
        if self.any is not None and part:
            yield 0, self.any


class Paths:
    """Routes (with a method) and pages (without), each with the number that stands for it.

    ``home`` is the address that bare paths belong to.
    """

    def __init__(self, home: str = "") -> None:
        self._home = _plain(home)
        self._roots: dict[str, _Node] = {}

    def add(self, method: str, path: str, number: int) -> None:
        """Take one in; a page's method is empty."""
        origin, parts = self._parts(path)
        node = self._roots.setdefault(origin, _Node())
        for part in parts:
            node = node.child(part)
        node.ends.setdefault(method, []).append(number)

    def asked(self, method: str, target: str) -> Iterator[int]:
        """What a request asks for: of the routes with that method the most literal one, and the page where it is a GET."""
        found = self._best(target)
        yield from found.get(method, ())
        if method == "GET":
            yield from found.get("", ())

    def named(self, target: str) -> Iterator[int]:
        """What a path alone names: the page, and the route that is read, or the only one that there is."""
        found = self._best(target)
        pages = found.pop("", [])
        if "GET" in found or len(found) == 1:
            yield from found.get("GET") or next(iter(found.values()))
        yield from pages

    def _best(self, target: str) -> dict[str, list[int]]:
        """By method what fits, if of all that does one is the most literal."""
        origin, parts = self._parts(target)
        root = self._roots.get(origin)
        reached = [(0, root)] if root is not None else []
        for part in parts:
            reached = [(many + one, child) for many, node in reached for one, child in node.fitting(part)]
        best: dict[str, tuple[int, list[int]]] = {}
        for many, node in reached:
            for method, numbers in node.ends.items():
                most, held = best.get(method, (-1, []))
                if many >= most:
                    best[method] = (many, [*held, *numbers] if many == most else numbers)
        return {method: numbers for method, (_, numbers) in best.items() if len(numbers) == 1}

    def _parts(self, path: str) -> tuple[str, list[str]]:
        """The address before a path, if it is another than home, and the parts of it; a slash at the end means nothing."""
        address = _ADDRESS.match(path)
        origin = _plain(address[0]) if address else ""
        bare = path[address.end() if address else 0 :].partition("?")[0].partition("#")[0]
        return ("" if origin == self._home else origin), bare.strip("/").split("/")


def _plain(address: str) -> str:
    return _LOOPBACK.sub("//127.0.0.1", address.lower())
