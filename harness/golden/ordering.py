"""Brings what has no order of its own into one: items of JSON, lines of a part, what stands between braces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from harness.domain.golden import PartKind, Redaction
from harness.golden.json_values import one_line
from harness.golden.masking import ORDER, SETS
from harness.golden.masks import Hidden, Pieces, Spelling, shown

_BRACES = re.compile(r"\{([^{}\n]*)\}")
_COMMA = re.compile(r"(,\s*)")
_MARK = "\0"
"""No text has it: with a NUL it would be bytes. What is no text and has one keeps its order."""


def alike(value: Any, spelling: Spelling) -> Any:
    """A value with everything that is masked looking the same: what sorting may look at."""
    if isinstance(value, dict):
        return sorted(([alike(key, spelling), alike(inner, spelling)] for key, inner in value.items()), key=one_line)
    if isinstance(value, list):
        return [alike(inner, spelling) for inner in value]
    return spelling.text(value, None) if isinstance(value, tuple) else value


class Ordering:
    """The redactions of a case that say where no order counts."""

    def __init__(self, redactions: Sequence[Redaction], spelling: Spelling) -> None:
        self._orders = tuple(one for one in redactions if one.name == ORDER)
        self._sets = tuple(one for one in redactions if one.name == SETS)
        self._spelling = spelling

    def sorted(self, kind: PartKind, name: str, value: Any) -> Any:
        """The value of the part of that name; texts in it are cut into pieces."""
        if kind is PartKind.JSON:
            for one in self._orders:
                value = self._items(value, _way(one, name))
            return value
        if any(isinstance(piece, str) and _MARK in piece for piece in value):
            return value
        if any(one.path == name for one in self._orders):
            value = self._lines(value)
        if any(not one.path for one in self._orders) or any(one.path in ("", name) for one in self._sets):
            value = self._braces(value)
        return value

    def _items(self, value: Any, path: tuple[str, ...] | None) -> Any:
        """JSON with the lists at a path sorted; None is everywhere."""
        if isinstance(value, dict):
            return {key: self._below(inner, path, shown(key)) for key, inner in value.items()} if path != () else value
        if not isinstance(value, list):
            return value
        if path:
            return [self._below(inner, path, str(index)) for index, inner in enumerate(value)]
        inner = [self._items(one, path) for one in value] if path is None else value
        return sorted(inner, key=lambda one: one_line(alike(one, self._spelling)))

    def _below(self, inner: Any, path: tuple[str, ...] | None, key: str) -> Any:
        if path is None:
            return self._items(inner, None)
        return self._items(inner, path[1:]) if path[0] in ("*", key) else inner

    def _lines(self, pieces: Pieces) -> Pieces:
        text = _joined(pieces)
        end = "\n" if text.endswith("\n") else ""
        lines = sorted(text.removesuffix("\n").split("\n"), key=lambda line: self._shown(line, pieces))
        return _apart("\n".join(lines) + end, pieces)

    def _braces(self, pieces: Pieces) -> Pieces:
        def braces(found: re.Match[str]) -> str:
            items = _COMMA.split(found[1])
            items[::2] = sorted(items[::2], key=lambda item: self._shown(item, pieces))
            return "{" + "".join(items) + "}"

        return _apart(_BRACES.sub(braces, _joined(pieces)), pieces)

    def _shown(self, text: str, pieces: Pieces) -> str:
        return self._spelling.text(_apart(text, pieces), None)


def _way(order: Redaction, part: str) -> tuple[str, ...] | None:
    """The way to the lists that are sorted: None is everywhere, none at all the part itself."""
    if order.path == part:
        return ()
    return tuple(order.path.split(".")) if order.path else None


def _joined(pieces: Pieces) -> str:
    """Pieces as one text, each that is masked by its number between marks, so that it is moved as a whole."""
    return "".join(piece if isinstance(piece, str) else f"{_MARK}{at}{_MARK}" for at, piece in enumerate(pieces))


def _apart(text: str, pieces: Pieces) -> Pieces:
    return tuple(_pieces(text, pieces)) or ("",)


def _pieces(text: str, pieces: Pieces) -> Iterator[str | Hidden]:
    for number, piece in enumerate(text.split(_MARK)):
        if number % 2:
            yield pieces[int(piece)]
        elif piece:
            yield piece
