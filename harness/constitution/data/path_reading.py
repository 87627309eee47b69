"""Reads the part of JSONPath that ``path`` carries out (RFC 9535, sections 2.3 and 2.5)."""

from __future__ import annotations

import functools
import re

from harness.constitution.data.filters import Compared, Exists, Matched, Not, Several
from harness.constitution.data.path import Condition, Filter, Index, Name, Path, Segment, Selector, Wildcard
from harness.constitution.data.tree import Scalar
from harness.phrasebook import regex

_MOST_CHARACTERS = 2000
_MOST_DEPTH = 20
_TOKEN = re.compile(
    r"\s*(?:(?P<sign>\.\.|&&|\|\||[=!<>]=|[$@.*\[\](),:?!<>])"
    r"|(?P<number>-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)(?![\w-])"
    r"|(?P<name>[^\W\d][\w-]*)"
    r"|(?P<text>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"))"
)
_COMPARE = ("==", "!=", "<=", ">=", "<", ">")
_WORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None}
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,8})")


class PathError(ValueError):
    """A path that cannot be read; the message says why."""


@functools.lru_cache(maxsize=512)
def read_path(text: str) -> Path:
    """The path. Raises PathError."""
    if len(text) > _MOST_CHARACTERS:
        raise PathError(f"it has more than {_MOST_CHARACTERS} characters")
    reading = _Reading(text)
    path = reading.path()
    if reading.kind:
        raise PathError(f"`{reading.token}` is one too many")
    return path


class _Reading:
    """A text, and the token that comes next; its kind is empty at the end."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._depth = 0
        self.kind = self.token = ""
        self._advance()

    def path(self) -> Path:
        """A path up to where something else begins."""
        begin = self._at - len(self.token)
        if self.token not in ("$", "@"):
            raise PathError("it must begin with `$`, or with `@` for what an item is part of")
        relative = self._take() == "@"
        segments = []
        while self.token in (".", "..", "["):
            segments.append(self._segment())
        return Path(tuple(segments), relative, self._text[begin : self._at - len(self.token)].strip())

    # --- segments ---------------------------------------------------------------------------------------------------------

    def _segment(self) -> Segment:
        if self.token == "[":
            return Segment(self._brackets())
        deep = self._take() == ".."
        if self.token == "[" and deep:
            return Segment(self._brackets(), deep)
        if self.token == "*":
            self._take()
            return Segment((Wildcard(),), deep)
        if self.kind != "name":
            raise PathError("a name or `*` is missing after the dot; quote other names: `['a b']`")
        return Segment((Name(self._take()),), deep)

    def _brackets(self) -> tuple[Selector, ...]:
        self._take()
        selectors = [self._selector()]
        while self.token == ",":
            self._take()
            selectors.append(self._selector())
        self._expect("]")
        return tuple(selectors)

    def _selector(self) -> Selector:
        if self.token == "*":
            self._take()
            return Wildcard()
        if self.token == "?":
            self._take()
            return Filter(self._any_of())
        if self.kind == "text":
            return Name(_unquoted(self._take()))
        if self.kind == "number" and _INTEGER.fullmatch(self.token):
            return Index(int(self._take()))
        raise PathError("in brackets there must be a number, a quoted name, `*` or `?` with a filter")

    # --- filters ----------------------------------------------------------------------------------------------------------

    def _any_of(self) -> Condition:
        conditions = [self._all_of()]
        while self.token == "||":
            self._take()
            conditions.append(self._all_of())
        return conditions[0] if len(conditions) == 1 else Several(tuple(conditions), all=False)

    def _all_of(self) -> Condition:
        conditions = [self._one()]
        while self.token == "&&":
            self._take()
            conditions.append(self._one())
        return conditions[0] if len(conditions) == 1 else Several(tuple(conditions), all=True)

    def _one(self) -> Condition:
        self._depth += 1
        if self._depth > _MOST_DEPTH:
            raise PathError(f"its filters are nested more than {_MOST_DEPTH} levels deep")
        condition = self._nested() or self._comparison()
        self._depth -= 1
        return condition

    def _nested(self) -> Condition | None:
        if self.token == "!":
            self._take()
            return Not(self._one())
        if self.token == "(":
            self._take()
            inner = self._any_of()
            self._expect(")")
            return inner
        if self.token in ("match", "search"):
            return self._match()
        return None

    def _comparison(self) -> Condition:
        left = self._side()
        if self.token not in _COMPARE:
            if isinstance(left, Path):
                return Exists(left)
            raise PathError(f"a value must be compared: `@.name == {left!r}`")
        sign = self._take()
        right = self._side()
        for side in (left, right):
            if isinstance(side, Path) and not side.single:
                raise PathError(f"`{side.text}` may lead to several values, so it cannot be compared")
        return Compared(left, sign, right)

    def _side(self) -> Path | Scalar:
        if self.token == "@":
            return self.path()
        if self.kind == "text":
            return _unquoted(self._take())
        if self.kind == "number":
            number = self._take()
            return int(number) if _INTEGER.fullmatch(number) else float(number)
        if self.token in _WORDS:
            return _WORDS[self._take()]
        raise PathError("a filter compares paths from `@`, quoted texts, numbers, true, false and null")

    def _match(self) -> Condition:
        whole = self._take() == "match"
        self._expect("(")
        path = self.path()
        self._expect(",")
        if self.kind != "text":
            raise PathError("the regular expression is missing")
        pattern = _unquoted(self._take())
        self._expect(")")
        try:
            regex.compile(pattern)
        except regex.RegexError as error:
            raise PathError(f"the pattern `{pattern}`: {error}") from None
        return Matched(path, pattern, whole)

    # --- tokens -----------------------------------------------------------------------------------------------------------

    def _take(self) -> str:
        token = self.token
        self._advance()
        return token

    def _expect(self, sign: str) -> None:
        if self.token != sign:
            raise PathError(f"`{sign}` is missing" + (f" before `{self.token}`" if self.kind else " at the end"))
        self._take()

    def _advance(self) -> None:
        found = _TOKEN.match(self._text, self._at)
        if found and found.lastgroup:
            self._at, self.kind, self.token = found.end(), found.lastgroup, found[found.lastgroup]
        elif self._text[self._at :].strip():
            raise PathError(f"`{self._text[self._at :].strip()[:20]}` cannot be read")
        else:
            self._at, self.kind, self.token = len(self._text), "", ""


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1])
