"""The lines of source that a finding is about, coloured by what they are, with some around them where they are still there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_for_filename
from pygments.token import STANDARD_TYPES, _TokenType
from pygments.util import ClassNotFound

from harness.domain.findings import Finding, Span
from harness.reports._html.markup import Markup, element, joined, lines
from harness.reports._site.data import SiteData

_AROUND = 3
_LONGEST_LINE = 400
_LONGEST_TEXT = 400_000
_CLASSES = {
    "k": "k", "kc": "b", "s": "s", "m": "m", "c": "c", "o": "o", "ow": "k",
    "nf": "f", "fm": "f", "nc": "f", "nb": "b", "bp": "b", "nd": "d", "nt": "t", "na": "a", "ne": "f",
}  # fmt: skip
"""What is coloured, by Pygments' short names or the first letters of these."""

Piece = tuple[str, str]
"""A stretch of a line: its class name and its text."""


def excerpt(data: SiteData, finding: Finding) -> Markup:
    """The lines of a finding, numbered, with what it is about marked; nothing where it is about a file as a whole."""
    span = finding.span
    if not finding.lines:
        return Markup()
    whole = data.sources.get(span.path)
    if whole is not None and _is_same(whole, finding):
        first = max(span.line - _AROUND, 1)
        last = min(max(span.line + len(finding.lines) - 1, span.line) + _AROUND, len(whole))
        drawn = _coloured(span.path, tuple(whole))
        return _listing([(number, drawn[number - 1]) for number in range(first, last + 1)], finding)
    drawn = _coloured(span.path, finding.lines)
    note = element("p", "as it was recorded; the file is another now", class_="note") if data.sources else None
    return joined(_listing(list(enumerate(drawn, span.line)), finding), note)


def _is_same(whole: Sequence[str], finding: Finding) -> bool:
    """Whether the file still has, where the finding is, the lines that were recorded."""
    start = finding.span.line - 1
    there = tuple(whole[start : start + len(finding.lines)])
    return there == tuple(line.rstrip("\r\n") for line in finding.lines)


def _listing(numbered: Sequence[tuple[int, Sequence[Piece]]], finding: Finding) -> Markup:
    rows = [_line(number, pieces, finding) for number, pieces in numbered]
    return element(
        "pre",
        joined(*rows),
        class_="source",
        tabindex="0",
        aria_label=f"{finding.span.path}, from line {numbered[0][0]}",
    )


def _line(number: int, pieces: Sequence[Piece], finding: Finding) -> Markup:
    span = finding.span
    within = span.line <= number <= max(span.end_line, span.line)
    start, end = _columns(span, number) if within else (0, 0)
    told = _marked(_cut(pieces), start, end)
    gutter = element("span", str(number), class_="ln")
    sign = element("span", "finding: ", class_="heard") if number == span.line else None
    return element("span", gutter, sign, *told, Markup("\n"), class_="l hit" if within else "l")


def _columns(span: Span, number: int) -> tuple[int, int]:
    """From which character of a line of the span up to which it goes, counted from 0."""
    start = span.column - 1 if number == span.line else 0
    end = span.end_column - 1 if number == span.end_line else _LONGEST_LINE + 1
    return start, end


def _marked(pieces: Sequence[Piece], start: int, end: int) -> Iterator[Markup]:
    """The pieces, those within the columns in a mark."""
    split = list(_split(pieces, (start, end)))
    yield from (_piece(name, text) for at, name, text in split if at < start or end <= start)
    inside = [_piece(name, text) for at, name, text in split if start <= at < end]
    yield from [element("mark", *inside)] if inside else []
    yield from (_piece(name, text) for at, name, text in split if at >= max(start, end) and end > start)


def _split(pieces: Sequence[Piece], columns: Sequence[int]) -> Iterator[tuple[int, str, str]]:
    """The pieces with the columns that they begin at, cut at those columns."""
    at = 0
    for name, text in pieces:
        cuts = sorted({0, len(text), *(one - at for one in columns if at < one < at + len(text))})
        yield from ((at + low, name, text[low:high]) for low, high in pairwise(cuts))
        at += len(text)


def _piece(name: str, text: str) -> Markup:
    return element("span", lines(text), class_=f"k-{name}") if name else lines(text)


def _cut(pieces: Sequence[Piece]) -> list[Piece]:
    """A very long line without its end."""
    kept, left = [], _LONGEST_LINE
    for name, text in pieces:
        if left <= 0:
            kept.append(("", "…"))
            break
        kept.append((name, text[:left]))
        left -= len(text)
    return kept


@lru_cache(maxsize=64)
def _coloured(path: str, rows: tuple[str, ...]) -> tuple[tuple[Piece, ...], ...]:
    """The lines in stretches of one kind; plain where nobody knows the language, or there is too much of it."""
    plain = tuple((("", row),) for row in rows)
    lexer = _lexer(path)
    text = "\n".join(rows)
    if lexer is None or len(text) > _LONGEST_TEXT:
        return plain
    drawn: list[list[Piece]] = [[]]
    for kind, value in lexer.get_tokens(text):
        for number, piece in enumerate(value.split("\n")):
            if number:
                drawn.append([])
            if piece:
                drawn[-1].append((_name(kind), piece))
    same = all("".join(text for _, text in pieces) == row for pieces, row in zip(drawn, rows, strict=False))
    return tuple(tuple(pieces) for pieces in drawn[: len(rows)]) if same and len(drawn) >= len(rows) else plain


def _lexer(path: str) -> Lexer | None:
    try:
        return get_lexer_for_filename(path.rpartition("/")[2], stripnl=False, ensurenl=False)
    except (ClassNotFound, ValueError):
        return None


def _name(kind: _TokenType) -> str:
    """The short name of a kind of token, of its nearest known kin; empty for what is plain."""
    at: _TokenType | None = kind
    while at is not None and at not in STANDARD_TYPES:
        at = at.parent
    name = STANDARD_TYPES.get(at, "") if at is not None else ""
    return _CLASSES.get(name) or _CLASSES.get(name[:1], "")
