"""The file of findings that were known when checking began, a ratchet that may only shrink; ``settling`` sets them apart."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal

from pydantic import Field, ValidationError

from harness.domain.base import Frozen
from harness.domain.codes import Code
from harness.domain.findings import Finding, Role, Standing
from harness.domain.places import Mistake, Place
from harness.errors import DocumentError

INVALID_BASELINE = Code(
    code="CONST501",
    title="invalid baseline",
    reason="What the file says would decide which findings count, so one that cannot be read as written is refused.",
)
CODES = (INVALID_BASELINE,)

MOST_BYTES = 64 * 1024 * 1024
"""The largest baseline that is read."""

_HINT = "restore it from version control; it is written by `harness check --baseline FILE --write-baseline`"
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]\n]|[^\s{}\[\]",:]+')
_AT_LINE = re.compile(r" at line ([0-9]+)")


class Entry(Frozen):
    """A known finding: how often its fingerprint may stand, and where it was first seen."""

    fingerprint: str = Field(pattern=r"^[0-9a-f]{8,64}$")
    principle: str = Field(min_length=1)
    path: str = Field(min_length=1)
    line: int = Field(ge=1)
    count: int = Field(ge=1, default=1)


class Baseline(Frozen):
    """The known findings, sorted by path, principle and line, each fingerprint once."""

    findings: tuple[Entry, ...] = ()

    @property
    def counts(self) -> Mapping[str, int]:
        """How often each fingerprint may stand."""
        return {entry.fingerprint: entry.count for entry in self.findings}


class _Written(Baseline):
    """A baseline as the file holds it."""

    form: Literal[1] = Field(alias="schema")


def _never(entry: Entry) -> bool:
    return False


def baseline_of(findings: Iterable[Finding]) -> Baseline:
    """Every finding that breaks a principle and is not waived, as known from now on."""
    first: dict[str, Entry] = {}
    standing = Counter[str]()
    for finding in _standing(findings):
        span = finding.span
        entry = Entry(fingerprint=finding.fingerprint, principle=finding.principle, path=span.path, line=span.line)
        first.setdefault(finding.fingerprint, entry)
        standing[finding.fingerprint] += 1
    return _sorted(entry.model_copy(update={"count": standing[name]}) for name, entry in first.items())


def shrunk(baseline: Baseline, findings: Iterable[Finding], undecided: Callable[[Entry], bool] = _never) -> Baseline:
    """What of a baseline still stands: entries and counts only ever vanish, and places stay as they were first seen.

    ``undecided`` says of an entry that this run cannot tell, as where its file was not looked at: it is kept.
    """
    standing = Counter(finding.fingerprint for finding in _standing(findings))
    kept = ((entry, entry.count if undecided(entry) else _left(entry, standing)) for entry in baseline.findings)
    return _sorted(entry.model_copy(update={"count": count}) for entry, count in kept if count)


def ratcheted(baseline: Baseline, before: Baseline) -> Baseline:
    """What of a baseline stood in the one before: what was added to it by hand is not known, and counts."""
    allowed = before.counts
    kept = ((entry, _left(entry, allowed)) for entry in baseline.findings)
    return _sorted(entry.model_copy(update={"count": count}) for entry, count in kept if count)


def gone(baseline: Baseline, still: Baseline) -> int:
    """How many known findings of a baseline no longer stand in what is still left of it."""
    return sum(baseline.counts.values()) - sum(still.counts.values())


def written(baseline: Baseline) -> str:
    """A baseline as its file holds it: one finding per line, so that a review shows which are gone."""
    entries = ",\n".join(f"    {json.dumps(entry.model_dump(), ensure_ascii=False)}" for entry in baseline.findings)
    findings = f"[\n{entries}\n  ]" if entries else "[]"
    return f'{{\n  "schema": 1,\n  "findings": {findings}\n}}\n'


def read_baseline(data: bytes, path: str) -> Baseline:
    """The baseline that a file holds.

    Raises:
        DocumentError: with every mistake, at its line.
    """
    if len(data) >= MOST_BYTES:
        raise DocumentError([_mistake(path, 1, f"more than {MOST_BYTES // 1024 // 1024} MiB")])
    try:
        text = data.decode("utf-8-sig")
        found = _Written.model_validate_json(text, strict=True)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DocumentError([_mistake(path, line, f"byte 0x{data[error.start]:02x} is not UTF-8")]) from None
    except ValidationError as error:
        lines = _lines_of_entries(text)
        raise DocumentError([_invalid(path, problem, lines) for problem in error.errors(include_url=False)]) from None
    twice = [_mistake(path, line, what) for line, what in _given_twice(found, text)]
    if twice:
        raise DocumentError(twice)
    return _sorted(found.findings)


def _standing(findings: Iterable[Finding]) -> Iterator[Finding]:
    for finding in findings:
        if finding.role is Role.VIOLATES and finding.standing is not Standing.WAIVED:
            yield finding


def _left(entry: Entry, standing: Mapping[str, int]) -> int:
    return min(entry.count, standing.get(entry.fingerprint, 0))


def _sorted(entries: Iterable[Entry]) -> Baseline:
    def place(entry: Entry) -> tuple[str, str, int, str]:
        return entry.path, entry.principle, entry.line, entry.fingerprint

    return Baseline(findings=tuple(sorted(entries, key=place)))


def _given_twice(baseline: Baseline, text: str) -> Iterator[tuple[int, str]]:
    lines = _lines_of_entries(text)
    first: dict[str, int] = {}
    for at, entry in enumerate(baseline.findings):
        before = first.setdefault(entry.fingerprint, at)
        if before != at:
            yield lines[at], f"fingerprint `{entry.fingerprint}` stands at line {lines[before]} already"


def _lines_of_entries(text: str) -> list[int]:
    """The line of each value within the list, of a text that is JSON."""
    lines, depth, line = [], 0, 1
    for token in _TOKEN.finditer(text):
        if token[0] == "\n":
            line += 1
        elif token[0] in "]}":
            depth -= 1
        else:
            lines += [line] if depth == 2 else []
            depth += token[0] in "{["
    return lines


def _invalid(path: str, problem: Any, lines: list[int]) -> Mistake:
    where, message = problem["loc"], problem["msg"]
    if problem["type"] == "json_invalid":
        found = _AT_LINE.search(message)
        return _mistake(path, int(found[1]) if found else 1, message.replace("Invalid JSON", "not JSON"))
    entry = where[1] if len(where) > 1 and isinstance(where[1], int) else -1
    line = lines[entry] if 0 <= entry < len(lines) else 1
    names = ".".join(str(part) for part in where if not isinstance(part, int))
    return _mistake(path, line, f"{names}: {message[:1].lower()}{message[1:]}" if names else message)


def _mistake(path: str, line: int, what: str) -> Mistake:
    return Mistake(place=Place(path=path, line=line), what=what, hint=_HINT, code=INVALID_BASELINE.code)
