"""Whether a regular expression may take time that doubles with each character, as engines that go back and try again do.

That is so where a repetition can go from one place of the pattern back to the same place in two ways over one text, and
something has to come after it that may be missing (Weideman, "Static analysis of regular expressions", 2017: EDA). What
grows with a power of the length alone is not told; lookarounds, references and boundaries of words inside a repetition, and
patterns of more than ``MOST_PLACES`` characters leave it open, which counts as not slow.
"""

from __future__ import annotations

import importlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

MOST_PLACES = 120
"""Places for characters in a pattern, counted bounded repetitions at most ``_COPIES`` times."""
_COPIES = 2
_MANY = 2
"""Ways between two places are counted up to this: one, or several."""
_Node = TypeVar("_Node", int, tuple[int, int])
_parser: Any = importlib.import_module("re._parser")
_ASCII = (1 << 128) - 1
_OTHER = 1 << 128
"""Every character outside of ASCII."""
_END = 1 << 129
"""The end of the text, which an anchor asks for: no character is it."""
_ANY = _ASCII | _OTHER
_TOKEN = re.compile(
    r"\\[pP]\{[^}]*\}|\\u\{[^}]*\}|\\.|\[\^\]|\[\^?\]?(?:\\[pP]\{[^}]*\}|\\.|[^\]\\])*\]|\(\?<(?![=!])|\|", re.DOTALL
)


class _Open(Exception):
    """It cannot be told."""


@dataclass
class _Piece:
    """A part of a pattern: the places that it may begin and end with, each with in how many ways, and how often it is empty."""

    first: Counter[int] = field(default_factory=Counter)
    last: Counter[int] = field(default_factory=Counter)
    empty: int = 0


@lru_cache(maxsize=4096)
def is_slow(pattern: str) -> bool:
    """Whether a text exists over which the pattern, in the syntax of Python or of JavaScript, takes that long."""
    if not re.search(r"[*+}]", pattern):
        return False
    try:
        parsed = _parser.parse(_TOKEN.sub(_pythonic, pattern))
        return _Places(parsed.state.flags).are_slow(list(parsed))
    except (re.error, RecursionError, OverflowError, ValueError, _Open):
        return False


def _pythonic(match: re.Match[str]) -> str:
    """A token as Python reads it; an empty group before an alternative keeps it from being merged with those before."""
    token = match[0]
    if token.startswith("\\u{"):
        return "é"
    if token.startswith(("\\p", "\\P")):
        return r"\w" if token[1] == "p" else r"\W"
    if token.startswith("[") and len(token) > len("[^]"):
        return re.sub(r"\\p\{[^}]*\}", r"\\w", re.sub(r"\\P\{[^}]*\}", r"\\W", token))
    return {"[^]": r"[\s\S]", "(?<": "(?P<", r"\/": "/", "|": "|()"}.get(token, token)


class _Places:
    """The places for characters in a pattern (Glushkov), and which of them may follow which, in how many ways."""

    def __init__(self, flags: int) -> None:
        self._flags = flags
        self._sets: list[int] = []
        self._follow: list[Counter[int]] = []
        self._repeated = 0

    def are_slow(self, items: list[Any]) -> bool:
        whole = self._sequence(items)
        for component in _components({place: list(after) for place, after in enumerate(self._follow)}):
            inside = set(component)
            if inside.isdisjoint(whole.last) and self._is_ambiguous(inside):
                return True
        return False

    def _is_ambiguous(self, inside: set[int]) -> bool:
        """Whether one text leads from a place back to it in two ways, inside a repetition."""
        if any(ways >= _MANY and after in inside for place in inside for after, ways in self._follow[place].items()):
            return True
        pairs = {(one, other): self._pairs(one, other, inside) for one in inside for other in inside}
        return any(
            len(component) > 1 and len({one == other for one, other in component}) == 2
            for component in _components(pairs)
        )

    def _pairs(self, one: int, other: int, inside: set[int]) -> list[tuple[int, int]]:
        return [
            (first, second)
            for first in self._follow[one]
            for second in self._follow[other]
            if first in inside and second in inside and self._sets[first] & self._sets[second]
        ]

    # pieces

    def _sequence(self, items: Iterable[Any]) -> _Piece:
        whole = _Piece(empty=1)
        for operation, argument in items:
            whole = self._joined(whole, self._read(str(operation), argument))
        return whole

    def _joined(self, one: _Piece, other: _Piece) -> _Piece:
        self._connect(one.last, other.first)
        first, last = Counter(one.first), Counter(other.last)
        if one.empty:
            first.update(other.first)
        if other.empty:
            last.update(one.last)
        return _Piece(first, last, min(one.empty * other.empty, _MANY))

    def _connect(self, ends: Counter[int], beginnings: Counter[int]) -> None:
        for place, ways in ends.items():
            for after, more in beginnings.items():
                self._follow[place][after] = min(self._follow[place][after] + ways * more, _MANY)

    def _read(self, name: str, argument: Any) -> _Piece:
        match name:
            case "SUBPATTERN":
                return self._sequence(argument[3])
            case "BRANCH":
                return self._either([self._sequence(branch) for branch in argument[1]])
            case "MAX_REPEAT" | "MIN_REPEAT":
                return self._repeat(*argument)
            case "AT":
                return self._at(str(argument))
            case "ASSERT" | "ASSERT_NOT" | "GROUPREF" | "ATOMIC_GROUP" | "POSSESSIVE_REPEAT" | "GROUPREF_EXISTS":
                if self._repeated or name not in ("ASSERT", "ASSERT_NOT"):
                    raise _Open
                return _Piece(empty=1)
        return self._place(self._characters(name, argument))

    def _either(self, branches: list[_Piece]) -> _Piece:
        whole = _Piece()
        for branch in branches:
            whole.first.update(branch.first)
            whole.last.update(branch.last)
            whole.empty = min(whole.empty + branch.empty, _MANY)
        return whole

    def _repeat(self, least: int, most: Any, items: Any) -> _Piece:
        endless = most is _parser.MAXREPEAT or most > 1000
        whole = _Piece(empty=1)
        self._repeated += endless
        for _ in range(min(least, _COPIES)):
            whole = self._joined(whole, self._sequence(items))
        if endless:
            whole = self._joined(whole, self._endless(items)) if not least else self._again(whole, items, least)
        else:
            for _ in range(min(most - least, _COPIES)):
                piece = self._sequence(items)
                whole = self._joined(whole, _Piece(piece.first, piece.last, 1))
        self._repeated -= endless
        return whole

    def _endless(self, items: Any) -> _Piece:
        piece = self._sequence(items)
        self._connect(piece.last, piece.first)
        return _Piece(piece.first, piece.last, 1)

    def _again(self, whole: _Piece, items: Any, least: int) -> _Piece:
        """``x+`` is one ``x`` that follows itself, ``x{2,}`` ends with one."""
        if least == 1:
            self._connect(whole.last, whole.first)
            return whole
        return self._joined(whole, self._endless(items))

    def _at(self, where: str) -> _Piece:
        if "BOUNDARY" in where and self._repeated:
            raise _Open
        return self._place(_END) if "END" in where else _Piece(empty=1)

    def _place(self, characters: int) -> _Piece:
        if len(self._sets) >= MOST_PLACES:
            raise _Open
        self._sets.append(characters)
        self._follow.append(Counter())
        place = len(self._sets) - 1
        return _Piece(Counter([place]), Counter([place]), 0)

    # characters

    def _characters(self, name: str, argument: Any) -> int:
        match name:
            case "LITERAL":
                return self._code(argument)
            case "NOT_LITERAL":
                return _ANY & ~(1 << argument) if argument < 128 else _ANY
            case "ANY":
                return _ANY if self._flags & re.DOTALL else _ANY & ~(1 << 10)
            case "IN":
                return self._class(argument)
        raise _Open

    def _code(self, code: int) -> int:
        if code >= 128:
            return _OTHER
        if self._flags & re.IGNORECASE:
            return 1 << ord(chr(code).lower()) | 1 << ord(chr(code).upper())
        return 1 << code

    def _class(self, items: Iterable[Any]) -> int:
        found, negated = 0, False
        for operation, argument in items:
            match str(operation):
                case "NEGATE":
                    negated = True
                case "LITERAL":
                    found |= self._code(argument)
                case "RANGE":
                    codes = range(argument[0], min(argument[1], 127) + 1)
                    found |= sum(1 << code for code in codes) | (_OTHER if argument[1] > 127 else 0)
                case "CATEGORY":
                    found |= _CATEGORIES[str(argument)]
                case _:
                    raise _Open
        return _ANY & ~found if negated else found


def _mask(pattern: str) -> int:
    return sum(1 << code for code in range(128) if re.fullmatch(pattern, chr(code), re.ASCII))


_CATEGORIES = {
    "CATEGORY_DIGIT": _mask(r"\d"),
    "CATEGORY_NOT_DIGIT": _mask(r"\D") | _OTHER,
    "CATEGORY_SPACE": _mask(r"\s"),
    "CATEGORY_NOT_SPACE": _mask(r"\S") | _OTHER,
    "CATEGORY_WORD": _mask(r"\w"),
    "CATEGORY_NOT_WORD": _mask(r"\W") | _OTHER,
}


def _components(edges: Mapping[_Node, list[_Node]]) -> Iterator[list[_Node]]:
    """The sets of nodes that can all be reached from each other along some edge (Tarjan, SIAM Journal on Computing 1(2))."""
    index: dict[_Node, int] = {}
    low: dict[_Node, int] = {}
    open_: list[_Node] = []
    inside: set[_Node] = set()
    for start in edges:
        stack = [] if start in index else [(start, iter(edges[start]))]
        while stack:
            node, rest = stack[-1]
            if node not in index:
                index[node] = low[node] = len(index)
                open_.append(node)
                inside.add(node)
            below = next(rest, None)
            if below is None:
                stack.pop()
                if stack:
                    low[stack[-1][0]] = min(low[stack[-1][0]], low[node])
                if low[node] == index[node]:
                    at = open_.index(node)
                    found, open_[at:] = open_[at:], []
                    inside.difference_update(found)
                    if len(found) > 1 or node in edges[node]:
                        yield found
            elif below not in index:
                stack.append((below, iter(edges[below])))
            elif below in inside:
                low[node] = min(low[node], index[below])
