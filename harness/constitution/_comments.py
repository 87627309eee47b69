"""Where comments of any common syntax waive something, and which line each stands for; what they say is read elsewhere."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from harness.constitution._waiver_terms import MOST_CHARACTERS, is_attempt
from harness.ports.sources import SourceFile

_WORD = re.compile(r"\b[Ww]aive(?![\w-])")
_WORD_BYTES = re.compile(rb"[Ww]aive")
# What opens a comment right before the word, within so many characters, and what closes it ("" for the end of the line).
_WINDOW = 24
_OPENING = re.compile(
    r"(?:(<!--+)|(\{#+)|(\(\*+)|(<%--)|(<%#)|(/\*+!?)|(//+!?|#+|--+|;+|%+)|(\*))[ \t]*\Z",
)
_CLOSINGS = ("-->", "#}", "*)", "--%>", "%>", "*/", "", "*/")
_MARKUP = 1
_CONTINUED = len(_CLOSINGS)
_PROSE = frozenset({".md", ".markdown", ".rst"})
_PYTHON = frozenset({".py", ".pyi", ".pyw"})
_QUOTES = "\"'`\\"
_BLANKS = " \t\r\f\ufeff"


@dataclass(frozen=True)
class Remark:
    """A comment that waives something: its words after *waive*, its own line, and the line that it stands for."""

    text: str
    line: int
    covers: int


@dataclass(frozen=True)
class _Line:
    """A line that holds the word; comments begin at ``first`` or after it. ``next`` is the offset of the line below."""

    number: int
    text: str
    first: int
    next: int


@dataclass(frozen=True)
class _Start:
    """Where in a line a comment begins, where its words after *waive* begin, and what closes it."""

    comment: int
    words: int
    closing: str


@dataclass(frozen=True)
class _Noted:
    """What a line waives; ``below`` is the line that it stands for where nothing else is on it, else 0."""

    number: int
    texts: tuple[str, ...]
    below: int


def remarks(file: SourceFile) -> tuple[Remark, ...]:
    """The comments of a file that waive something, or try to, in order; in Python's texts there are none.

    One that is alone on its line stands for the line below, and several below each other for the line below them all.
    """
    # One look through each file, as most hold no such word: a regular expression takes four times as long.
    if b"aive" not in file.data or not _WORD_BYTES.search(file.data):
        return ()
    lines = _python_lines(file.data) if file.suffix in _PYTHON else _lines(file.data)
    is_prose = file.suffix in _PROSE
    noted = [one for line in lines if (one := _noted(line, is_prose, file.data))]
    covers: dict[int, int] = {}
    for one in reversed(noted):
        covers[one.number] = covers.get(one.below, one.below) if one.below else one.number
    return tuple(Remark(text, one.number, covers[one.number]) for one in noted for text in one.texts)


def _lines(data: bytes) -> Iterator[_Line]:
    """The lines that hold the word. Only ``\\n`` ends a line, as everywhere where findings are counted."""
    at, number = 0, 1
    while found := _WORD_BYTES.search(data, at):
        start = data.rfind(b"\n", at, found.start()) + 1 or at
        number += data.count(b"\n", at, start)
        end = data.find(b"\n", found.end())
        end = len(data) if end < 0 else end
        yield _Line(number, data[start:end].decode("utf-8", "replace"), 0, end + 1)
        at, number = end + 1, number + 1


def _python_lines(data: bytes) -> Iterator[_Line]:
    """The lines with a comment that holds the word; none after a mistake of syntax, which is told elsewhere."""
    try:
        for token in tokenize.tokenize(io.BytesIO(data).readline):
            if token.type == tokenize.COMMENT and "aive" in token.string:
                yield _Line(token.start[0], token.line.rstrip("\n"), token.start[1], len(data))
    except (tokenize.TokenError, SyntaxError, ValueError):
        return


def _noted(line: _Line, is_prose: bool, data: bytes) -> _Noted | None:
    texts: list[str] = []
    outside: list[str] = []
    at, unclosed = 0, ""
    starts = [*_starts(line, is_prose), _Start(len(line.text), len(line.text), "")]
    for start, following in pairwise(starts):
        outside.append(line.text[at : start.comment])
        text, at, unclosed = _until_closed(line.text[start.words : following.comment], start)
        texts += [text] if is_attempt(text) else []
    if not texts:
        return None
    if not _is_blank([*outside, line.text[at:]]):
        return _Noted(line.number, tuple(texts), 0)
    skipped = bool(unclosed) and _is_only(data, line.next, unclosed)
    return _Noted(line.number, tuple(texts), line.number + 1 + skipped)


def _starts(line: _Line, is_prose: bool) -> Iterator[_Start]:
    indent = len(line.text) - len(line.text.lstrip(_BLANKS))
    for found in _WORD.finditer(line.text, line.first):
        floor = max(found.start() - _WINDOW, line.first)
        opening = _OPENING.search(line.text[floor : found.start()])
        if opening is None or opening.lastindex is None:
            continue
        comment = floor + opening.start()
        quoted = comment > line.first and line.text[comment - 1] in _QUOTES
        within = opening.lastindex == _CONTINUED and comment != indent
        if not quoted and not within and (not is_prose or opening.lastindex == _MARKUP):
            yield _Start(comment, found.end(), _CLOSINGS[opening.lastindex - 1])


def _until_closed(text: str, start: _Start) -> tuple[str, int, str]:
    """The words up to what closes the comment, where that ends, and what closes it if that is not on this line."""
    end = text.find(start.closing) if start.closing else -1
    words = (text[:end] if end >= 0 else text)[: MOST_CHARACTERS + 64].strip(_BLANKS)
    if end >= 0:
        return words, start.words + end + len(start.closing), ""
    return words, start.words + len(text), start.closing


def _is_blank(outside: Sequence[str]) -> bool:
    """Whether nothing but comments is on a line; the braces that JSX needs around one count as part of it."""
    before, *between, after = (part.strip(_BLANKS) for part in outside)
    return not any(between) and (before, after) in (("", ""), ("{", "}"))


def _is_only(data: bytes, at: int, closing: str) -> bool:
    """Whether a line of a file has nothing on it but the end of a comment."""
    return bool(re.compile(rb"[ \t]*\**" + re.escape(closing.encode()) + rb"[ \t\r]*(?:\n|\Z)").match(data, at))
