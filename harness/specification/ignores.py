"""Comments beside requirements that ignore mistakes: ``<!-- harness: ignore SPEC301: the word is a product's name -->``.

One at the end of a line is for the block that it stands in; one on lines of its own for the block that follows. What the
configuration ignores is applied where it is known. The first 500 comments of a document are followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from harness.domain.codes import Code
from harness.domain.nearest import did_you_mean
from harness.domain.places import Mistake, Place, Severity
from harness.specification.documents import Document, mistake

WRONG = Code(
    code="SPEC291",
    title="ignore that cannot be followed",
    reason="What is ignored without a reason nobody can judge later; a code that does not exist ignores nothing.",
    hint="write `<!-- harness: ignore SPEC301: why it is right here -->`",
    good="<!-- harness: ignore SPEC301: 'Fast' is the name of the plan -->",
    bad="<!-- harness: ignore SPEC301 -->",
)
USELESS = Code(
    code="SPEC292",
    title="ignore that ignores nothing",
    level=Severity.WARNING,
    reason="A comment that has outlived what it excused would quietly excuse the next mistake at its place.",
    hint="take the comment away",
)
CODES = (WRONG, USELESS)
_COMMENT = re.compile(r"<!--\s{0,9}harness:\s{0,9}ignore\b(.{0,2000}?)-->", re.DOTALL)
_BODY = re.compile(r"\s+((?:[A-Za-z]+[0-9]+)(?:\s*,\s*[A-Za-z]+[0-9]+)*)\s*(?::\s*(.*))?", re.DOTALL)
_ITEM = re.compile(r"[ \t]*(?:[-*+]|[0-9]+[.)])[ \t]")
_MOST = 500
_LONGEST = 100
_HEADING = re.compile(r"#{1,6}[ \t]")


@dataclass(frozen=True)
class Comment:
    """One comment: the codes that it names, why, and the lines from ``first`` to ``last`` that it is for."""

    place: Place
    codes: tuple[str, ...]
    reason: str
    first: int
    last: int

    def covers(self, mistake: Mistake) -> bool:
        """Whether it ignores a mistake of its document."""
        return mistake.code in self.codes and self.first <= mistake.place.line <= self.last


def comments_in(document: Document) -> tuple[Comment, ...]:
    """The comments of a document that ignore something, or mean to; those in code are only shown."""
    if "harness:" not in document.text:
        return ()
    lines = _Lines(document.prose.split("\n"))
    return tuple(_read(found, document, lines) for found in islice(_COMMENT.finditer(document.prose), _MOST))


def without(
    found: Iterable[Mistake], comments: Mapping[str, tuple[Comment, ...]], known: frozenset[str]
) -> Iterator[Mistake]:
    """The mistakes that no comment ignores, and what is wrong with the comments themselves."""
    used: set[Comment] = set()
    for one in found:
        covering = [
            comment
            for comment in comments.get(one.place.path, ())
            if comment.covers(one) and not _wrong(comment, known)
        ]
        used.update(covering)
        if not covering:
            yield one
    for comment in (comment for some in comments.values() for comment in some):
        yield from _of_comment(comment, known, comment in used)


def _of_comment(comment: Comment, known: frozenset[str], used: bool) -> Iterator[Mistake]:
    wrong = _wrong(comment, known)
    if wrong:
        yield mistake(comment.place, wrong[0], wrong[1], WRONG.code, Severity.ERROR)
    elif not used:
        what = f"nothing here is told as {' or '.join(comment.codes)}"
        yield mistake(comment.place, what, USELESS.hint, USELESS.code)


def _wrong(comment: Comment, known: frozenset[str]) -> tuple[str, str] | None:
    if not comment.codes:
        return "the comment names no code to ignore", WRONG.hint
    unknown = [code for code in comment.codes if code not in known]
    if unknown:
        return f"there is no rule '{unknown[0]}' to ignore", did_you_mean(unknown[0], known)
    return None if comment.reason else ("the comment does not say why", WRONG.hint)


class _Lines:
    """The lines of a document, and for each where what stands behind it begins and ends; they count from 1."""

    def __init__(self, lines: list[str]) -> None:
        self.text = ["", *lines]
        count = len(self.text)
        self._words = [count] * (count + 1)
        self._ends = [count - 1] * (count + 1)
        self._headings = [count] * (count + 1)
        for at in range(count - 1, 0, -1):
            line = self.text[at]
            is_words = bool(line.strip()) and not _COMMENT.match(line.strip())
            self._words[at] = at if is_words else self._words[at + 1]
            ends = at + 1 >= count or not self.text[at + 1].strip() or bool(_ITEM.match(self.text[at + 1]))
            self._ends[at] = at if ends else self._ends[at + 1]
            self._headings[at] = at if _HEADING.match(line) else self._headings[at + 1]

    def block_behind(self, line: int) -> tuple[int, int]:
        """The first and last line of the block that begins at a line or behind it; a heading has what stands under it."""
        first = self._words[min(line, len(self.text))]
        if first < len(self.text) and _HEADING.match(self.text[first]):
            return first, self._headings[first + 1] - 1
        return first, self._ends[first]

    def block_before(self, line: int) -> tuple[int, int]:
        """The item or paragraph that a line ends, from its first line on."""
        first = line
        while (
            first > 1 and line - first < _LONGEST and not _ITEM.match(self.text[first]) and self.text[first - 1].strip()
        ):
            first -= 1
        return first, line


def _read(found: re.Match[str], document: Document, lines: _Lines) -> Comment:
    place = document.place(found.start())
    body = _BODY.fullmatch(found[1].rstrip())
    codes = tuple(code.strip().upper() for code in body[1].split(",")) if body else ()
    last = document.place(found.end() - 1).line
    alone = not (lines.text[place.line].partition("<!--")[0] + lines.text[last].rpartition("-->")[2]).strip(" \t>")
    first, end = lines.block_behind(last + 1) if alone else lines.block_before(place.line)
    return Comment(place, codes, (body[2] or "").strip() if body else "", first, end)
