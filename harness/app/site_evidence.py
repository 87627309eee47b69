"""What a site takes along beside its pages: pictures, recordings and long outputs of the evidence, and lines of source."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.adapters import files
from harness.domain.findings import Finding
from harness.errors import HarnessError
from harness.reports._site.copying import LONGEST_SHOWN, copy_name
from harness.reports._site.data import SiteCard, SiteCase, SitePrinciple
from harness.reports._view import Evidence

_PNG = b"\x89PNG\r\n\x1a\n"
_MOST_BYTES = 2 * 1024 * 1024 * 1024
"""Of all copies together; what does not fit lies in the record alone."""
_TEXTS = (".stdout", ".stderr", ".body", ".content", ".text", ".snapshot", ".output", ".screen")
_MOST_SOURCE = 512 * 1024
_MOST_SOURCES = 64 * 1024 * 1024


@dataclass(frozen=True)
class Copied:
    """A file of an attempt's evidence that a site takes along."""

    evidence: Evidence
    attempt: str
    name: str

    def data(self) -> bytes:
        """Its bytes; none where it is gone meanwhile."""
        return self.evidence.file(self.attempt, self.name) or b""


def copies_of(cards: Iterable[SiteCard], cases: Iterable[SiteCase]) -> dict[str, Copied]:
    """The files that a site takes along, by where they lie in it: each once, under a name that says nothing of where it was."""
    found: dict[str, Copied] = {}
    total = 0
    for one in _candidates(cards, cases):
        data = one.data()
        where = copy_name(one.name, data)
        if where not in found and is_harmless(one.name, data) and total + len(data) <= _MOST_BYTES:
            found[where] = one
            total += len(data)
    return found


def is_harmless(name: str, data: bytes) -> bool:
    """Whether a file is taken along: a picture that is one, a recording that is one, an output too long for a page."""
    if name.endswith(".png"):
        return data.startswith(_PNG)
    if name.endswith(".cast"):
        return _is_recording(data)
    return len(data) > LONGEST_SHOWN


def _candidates(cards: Iterable[SiteCard], cases: Iterable[SiteCase]) -> Iterator[Copied]:
    for card in cards:
        yield from _kept(card.evidence, [] if card.hidden else [one.evidence for one in card.card.attempts])
    for case in cases:
        yield from _kept(case.evidence, _attempts(case.case.evidence) if case.case.differences else [])


def _kept(evidence: Evidence | None, attempts: Iterable[str | None]) -> Iterator[Copied]:
    for attempt in attempts:
        for name in evidence.files(attempt) if evidence and attempt else ():
            if evidence and attempt and name.endswith((".png", ".cast", *_TEXTS)):
                yield Copied(evidence, attempt, name)


def _is_recording(data: bytes) -> bool:
    try:
        header = json.loads(data.partition(b"\n")[0])
    except (ValueError, RecursionError):
        return False
    return isinstance(header, dict) and "version" in header


def _attempts(folder: str | None) -> list[str]:
    """The folder of a case's evidence, and those beside it: of a comparison each side has its own."""
    if not folder:
        return []
    parent = folder.rpartition("/")[0]
    return list(dict.fromkeys((folder, *(f"{parent}/{number}" for number in (1, 2)))))


def sources_of(principles: Iterable[SitePrinciple], root: Path) -> Mapping[str, tuple[str, ...]]:
    """The lines of the files that findings are in, by path, as they lie there now."""
    found: dict[str, tuple[str, ...]] = {}
    left = _MOST_SOURCES
    for finding in _findings(principles):
        path = finding.span.path
        if path in found or not finding.lines:
            continue
        text = _text(root, path)
        left -= len(text)
        if text and left > 0:
            found[path] = tuple(line.removesuffix("\r") for line in text.split("\n"))
    return found


def _findings(principles: Iterable[SitePrinciple]) -> Iterator[Finding]:
    for one in principles:
        yield from one.result.findings
        yield from one.result.evidence


def _text(root: Path, path: str) -> str:
    full = root / path
    try:
        if not files.is_inside(full, root):
            return ""
        data = files.read_bytes(full, _MOST_SOURCE + 1)
    except (HarnessError, ValueError):
        return ""
    return data.decode("utf-8", "replace") if len(data) <= _MOST_SOURCE else ""
