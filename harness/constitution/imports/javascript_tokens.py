"""JavaScript and TypeScript to words, texts and signs with their places; comments and regular expressions are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from harness.constitution.imports.imported import ImportsError

_TOKEN = re.compile(
    r"(?P<blank>\s+|//[^\n]*)|(?P<word>[\w$]+)|(?P<comment>/\*)"
    r"|(?P<text>'(?:[^'\\\n]|\\(?:\r\n|.))*'|\"(?:[^\"\\\n]|\\(?:\r\n|.))*\")|(?P<sign>.)",
    re.DOTALL,
)
_TEMPLATE = re.compile(r"(?:[^`\\$]|\\.|\$(?!\{))*", re.DOTALL)
_REGEX = re.compile(r"/(?![*/])(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,5})\}|(.))", re.DOTALL)
_BEFORE_REGEX = frozenset(
    {"return", "typeof", "case", "in", "of", "delete", "void", "throw", "new", "else", "do", "await", "yield"}
)


class Kind(Enum):
    """What a token is; a template without anything put in is a text."""

    WORD = "word"
    TEXT = "text"
    SIGN = "sign"


class Token(NamedTuple):
    """A token with its place, in characters; of a text, ``text`` is what it means."""

    kind: Kind
    text: str
    start: int
    end: int


def tokens(source: str) -> Iterator[Token]:
    """The tokens in order, those put into templates as well. Raises ImportsError where a comment or template never ends."""
    reading = _Reading(source)
    yield from reading.tokens()


class _Reading:
    """A text, how far it has been read, and for each open template how many braces are open in it."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._open: list[tuple[int, int]] = []
        self._last: Token | None = None

    def tokens(self) -> Iterator[Token]:
        while found := _TOKEN.match(self._source, self._at):
            start, self._at = found.span()
            token = self._token(found.lastgroup, found[0], start)
            if token:
                self._last = token
                yield token
        if self._open:
            raise self._error("a template", self._open[-1][0])

    def _token(self, group: str | None, text: str, start: int) -> Token | None:
        if group == "word":
            return Token(Kind.WORD, text, start, self._at)
        if group == "sign":
            return self._sign(text, start)
        if group == "text":
            return Token(Kind.TEXT, _meant(text), start, self._at)
        if group == "comment":
            self._at = self._behind_comment(start)
        return None

    def _sign(self, sign: str, start: int) -> Token | None:
        if sign not in "`/{}":
            return Token(Kind.SIGN, sign, start, self._at)
        if sign == "`":
            return self._template(start)
        if sign == "/" and self._regex_may_begin():
            found = _REGEX.match(self._source, start)
            self._at = found.end() if found else self._at
            return Token(Kind.WORD, "", start, self._at) if found else None
        if sign != "/" and self._open:
            begin, depth = self._open.pop()
            if sign == "}" and not depth:
                return self._template(begin)
            self._open.append((begin, depth + (1 if sign == "{" else -1)))
        return Token(Kind.SIGN, sign, start, self._at)

    def _template(self, begin: int) -> Token | None:
        """Go on to the end of a template, or to what is put into it."""
        text = _TEMPLATE.match(self._source, self._at)
        whole = self._at == begin + 1
        self._at = text.end() if text else self._at
        if self._source.startswith("${", self._at):
            self._at += 2
            self._open.append((begin, 0))
            return Token(Kind.SIGN, "${", begin, self._at)
        if self._at >= len(self._source):
            raise self._error("a template", begin)
        self._at += 1
        return Token(Kind.TEXT if whole else Kind.WORD, _meant(self._source[begin : self._at]), begin, self._at)

    def _behind_comment(self, start: int) -> int:
        end = self._source.find("*/", self._at)
        if end < 0:
            raise self._error("a comment", start)
        return end + 2

    def _regex_may_begin(self) -> bool:
        last = self._last
        if last is None or last.kind is Kind.SIGN:
            return last is None or last.text not in (")", "]", "}")
        return last.kind is Kind.WORD and last.text in _BEFORE_REGEX

    def _error(self, what: str, at: int) -> ImportsError:
        return ImportsError(f"{what} that begins here never ends", self._source.count("\n", 0, at) + 1)


def _meant(text: str) -> str:
    """What a text in quotes means."""
    if "\\" not in text:
        return text[1:-1]
    return _ESCAPE.sub(_character, text[1:-1])


def _character(escape: re.Match[str]) -> str:
    digits = escape[1] or escape[2] or escape[3]
    return chr(int(digits, 16)) if digits else escape[4]
