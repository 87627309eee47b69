"""Comments such as ``covers: FR-003`` in the files of a tree, and the code that they stand at; they are claims and no more."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from harness.adapters.markers_comments import comments_of
from harness.adapters.syntax import Grammars
from harness.domain.languages import language_of
from harness.domain.places import Place
from harness.domain.tracing import Evidence, EvidenceKind
from harness.ports.sources import Node, SourceFile

_PROSE = (".md", ".markdown", ".mdx", ".rst", ".txt", ".adoc", ".asciidoc", ".org", ".tex")
_WORD = re.compile(rb"\b[Cc]overs:")
_MARKER = re.compile(r"(?<![\w-])[Cc]overs:[ \t]*([^\s,]+(?:[ \t]*,[ \t]*[^\s,]+)*)")
_SPLIT = re.compile(r"[ \t]*,[ \t]*")
_EDGES = "`'\"*_()[]{}<>"
_ENDS = ".,;:!?-/%" + _EDGES
_LONGEST_CLAIM = 200
_BLANK = re.compile(r"\s+")
_MOST_ANCHORED = 1_000
_MOST_LINES = 100

Span = tuple[int, int]


@dataclass(frozen=True)
class _Marker:
    """Claims, and where in the bytes of its file the comment lies that makes them."""

    claims: tuple[str, ...]
    line: int
    comment: Span


def markers(files: Iterable[SourceFile], is_name: Callable[[str], bool] = lambda word: True) -> Iterator[Evidence]:
    """The markers of these files, in order. A word that is no name (``is_name``) is prose: ``covers: the rest``.

    Their id is the path with the symbol that they stand at or in, ``path:symbol``, else ``path#n`` by their number in the file;
    those of one symbol are one. ``sha256`` is of that code without its comments and layout, else of the lines around.
    """
    grammars = Grammars()
    for file in files:
        if may_mark(file):
            yield from _of_file(file, grammars, is_name)


def may_mark(file: SourceFile) -> bool:
    """Whether it is worth looking for comments in a file at all: most hold no such word."""
    return b"overs:" in file.data and not file.path.lower().endswith(_PROSE) and bool(_WORD.search(file.data))


def _of_file(file: SourceFile, grammars: Grammars, is_name: Callable[[str], bool]) -> Iterator[Evidence]:
    found = list(_markers(file, grammars, is_name))
    nodes = _nodes(file, [one.comment for one in found], grammars)
    by_id: dict[str, Evidence] = {}
    numbers: Counter[str] = Counter()
    ranges: dict[tuple[str, int], str] = {}
    for one, node in zip(found, nodes, strict=True):
        if node is None or not node.symbol:
            numbers[""] += 1
            id = f"{file.path}#{numbers['']}"
            digest = node.sha256 if node else _around(file.data, one.comment)
        else:
            id = ranges.get((node.symbol, node.symbol_end)) or _next(f"{file.path}:{node.symbol}", numbers)
            ranges[node.symbol, node.symbol_end] = id
            digest = node.sha256
        known = by_id.get(id)
        claims = tuple(dict.fromkeys((*(known.claims if known else ()), *one.claims)))
        place = known.place if known else Place(path=file.path, line=one.line)
        by_id[id] = Evidence(kind=EvidenceKind.MARKER, id=id, place=place, sha256=digest, claims=claims)
    yield from by_id.values()


def _next(id: str, numbers: Counter[str]) -> str:
    """The id, with a number where an earlier symbol of the file has the same name."""
    numbers[id] += 1
    return id if numbers[id] == 1 else f"{id}#{numbers[id]}"


def _markers(file: SourceFile, grammars: Grammars, is_name: Callable[[str], bool]) -> Iterator[_Marker]:
    line, counted = 1, 0
    for start, end in comments_of(file, grammars):
        text = file.data[start:end].decode("utf-8", "replace")
        if "overs:" not in text:
            continue
        line += file.data.count(b"\n", counted, start)
        counted = start
        for found in _MARKER.finditer(text):
            claims = tuple(claim for claim in map(_claim, _SPLIT.split(found[1])) if claim and is_name(claim))
            if claims:
                yield _Marker(claims, line + text.count("\n", 0, found.start()), (start, end))


def _claim(word: str) -> str:
    """A name as it stands in a comment, without what surrounds it there."""
    plain = word.partition("*/")[0].partition("-->")[0].lstrip(_EDGES).rstrip(_ENDS)
    return plain if len(plain) <= _LONGEST_CLAIM else ""


def _nodes(file: SourceFile, comments: Sequence[Span], grammars: Grammars) -> Sequence[Node | None]:
    language = language_of(file.path)
    if language is None or not grammars.knows(language) or not comments:
        return [None] * len(comments)
    anchors = grammars.anchors(file, comments[:_MOST_ANCHORED])
    return [*anchors, *[None] * (len(comments) - len(anchors))]


def _around(data: bytes, comment: Span) -> str:
    """The digest of the lines around a comment up to the next empty ones, or of those below where it stands alone."""
    start = data.rfind(b"\n", 0, comment[0]) + 1
    end = data.find(b"\n", comment[1])
    end = len(data) if end < 0 else end
    above = _lines_up(data, start)
    below = _lines_down(data, end + 1)
    own = [data[start : comment[0]], data[comment[1] : end]]
    if not any(part.strip() for part in (*above, *own, *below)):
        below = _lines_down(data, _next_filled(data, end + 1))
    lines = [_BLANK.sub(" ", part.decode("utf-8", "replace")).strip() for part in (*above, *own, *below)]
    return hashlib.sha256("\n".join(filter(None, lines)).encode()).hexdigest()


def _lines_up(data: bytes, end: int) -> list[bytes]:
    found: list[bytes] = []
    while end > 0 and len(found) < _MOST_LINES:
        start = data.rfind(b"\n", 0, end - 1) + 1
        line = data[start:end]
        if not line.strip():
            break
        found.append(line)
        end = start
    return found[::-1]


def _lines_down(data: bytes, start: int) -> list[bytes]:
    found: list[bytes] = []
    while start < len(data) and len(found) < _MOST_LINES:
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        line = data[start:end]
        if not line.strip():
            break
        found.append(line)
        start = end + 1
    return found


def _next_filled(data: bytes, start: int) -> int:
    """Where the next line begins that is not empty."""
    while start < len(data):
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        if data[start:end].strip():
            return start
        start = end + 1
    return start
