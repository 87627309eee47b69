"""The parts of files that a model is shown; what it is asked of them lies in ``checks.judge``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from harness.constitution._byte_regex import ByteRegex, Text
from harness.constitution._judge_form import Excerpt
from harness.constitution.kinds import Doubtful, Job
from harness.domain.findings import DoubtKind
from harness.domain.languages import grammars_of, language_named, language_of
from harness.ports.sources import RuleMatch, SourceFile, SourceTree, StructuralRule, Tools, Unread

MOST_CHARACTERS = 60_000
_MOST_MATCHES = 1000
_BATCH = 500
_RULE = "excerpt"


@dataclass(frozen=True)
class Piece:
    """A stretch of a file, in whole lines: the bytes from ``start``, and their text."""

    path: str
    start: int
    text: str


class Excerpts:
    """What there is to show of some files of a tree; what keeps a file from being shown is given as a doubt."""

    def __init__(self, job: Job[Any], excerpt: Excerpt | None, tree: SourceTree, tools: Tools) -> None:
        self._job = job
        self._excerpt = excerpt
        self._tree = tree
        self._tools = tools

    def of(self, paths: Sequence[str]) -> Iterator[Piece | Doubtful]:
        """The excerpts of the files, in order; a file is read when it is its turn."""
        if self._excerpt is None or self._excerpt.text is not None:
            for path in paths:
                yield from self._of_file(next(iter(self._tree.read([path]))))
        else:
            yield from self._of_rule(self._excerpt, paths)

    def _of_file(self, file: SourceFile | Unread) -> Iterator[Piece | Doubtful]:
        if isinstance(file, Unread):
            yield Doubtful(self._job.key, DoubtKind.UNREADABLE, file.reason, file.path)
        elif self._excerpt is None:
            yield from self._pieces(file, [(0, len(file.data))] if file.data.strip() else [])
        else:
            regex = ByteRegex(self._excerpt.text or "")
            yield from self._pieces(file, list(regex.spans(Text(file.data), _MOST_MATCHES)))

    def _of_rule(self, excerpt: Excerpt, paths: Sequence[str]) -> Iterator[Piece | Doubtful]:
        language = language_named(excerpt.language or "") or ""
        for grammar in grammars_of(language):
            wanted = [path for path in paths if language_of(path) == grammar]
            if wanted or grammar == language:
                yield from self._of_grammar(StructuralRule(_RULE, grammar, excerpt.rule or ""), wanted)

    def _of_grammar(self, rule: StructuralRule, paths: Sequence[str]) -> Iterator[Piece | Doubtful]:
        if wrong := self._tools.structure.invalid([rule]).get(_RULE):
            reason = f"the rule of its excerpt cannot be used for files of {rule.language}: {wrong}"
            yield Doubtful(self._job.key, DoubtKind.BROKEN_CHECK, reason)
            return
        for at in range(0, len(paths), _BATCH):
            yield from self._matched(rule, paths[at : at + _BATCH])

    def _matched(self, rule: StructuralRule, paths: Sequence[str]) -> Iterator[Piece | Doubtful]:
        files = list(self._tree.read(paths))
        yield from (piece for file in files if isinstance(file, Unread) for piece in self._of_file(file))
        readable = [file for file in files if isinstance(file, SourceFile)]
        spans: dict[str, list[tuple[int, int]]] = {}
        for found in self._tools.structure.begin([rule], readable).results():
            if isinstance(found, RuleMatch):
                spans.setdefault(found.path, []).append((found.start, found.end))
            elif isinstance(found, Unread):
                yield Doubtful(self._job.key, DoubtKind.UNPARSABLE, found.reason, found.path)
            else:
                reason = f"the rule of its excerpt matches more than {found.kept} places; narrow it"
                yield Doubtful(self._job.key, DoubtKind.TOOL, reason)
        for path, (line, reason) in self._tools.syntax.begin(readable, frozenset()).results().items():
            yield Doubtful(self._job.key, DoubtKind.UNPARSABLE, reason, path, line)
        for file in readable:
            yield from self._pieces(file, spans.get(file.path, []))

    def _pieces(self, file: SourceFile, spans: Sequence[tuple[int, int]]) -> Iterator[Piece | Doubtful]:
        around = self._excerpt.lines if self._excerpt else 0
        for start, end in _merged([_lines_around(file.data, span, around) for span in spans]):
            try:
                text = file.data[start:end].decode("utf-8")
            except UnicodeDecodeError:
                reason = "it is no text in UTF-8, so no model can be shown it"
                yield Doubtful(self._job.key, DoubtKind.UNREADABLE, reason, file.path)
                return
            if len(text) > MOST_CHARACTERS:
                reason = f"an excerpt of {len(text)} characters is more than can be judged; narrow `excerpt`"
                yield Doubtful(self._job.key, DoubtKind.TOOL, reason, file.path, file.data.count(b"\n", 0, start) + 1)
            else:
                yield Piece(file.path, start, text)


def _lines_around(data: bytes, span: tuple[int, int], lines: int) -> tuple[int, int]:
    """The span widened to whole lines, and by so many more on each side."""
    start = data.rfind(b"\n", 0, span[0]) + 1
    end = _line_end(data, max(span[1] - 1, span[0]))
    for _ in range(lines):
        start = data.rfind(b"\n", 0, max(start - 1, 0)) + 1
        end = _line_end(data, end)
    return start, end


def _line_end(data: bytes, offset: int) -> int:
    """Where the line that the offset lies in ends, its line end included."""
    end = data.find(b"\n", offset)
    return len(data) if end < 0 else end + 1


def _merged(spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans with those that touch made one."""
    current: tuple[int, int] | None = None
    for start, end in sorted(spans):
        if current and start <= current[1]:
            current = current[0], max(current[1], end)
            continue
        if current:
            yield current
        current = start, end
    if current:
        yield current
