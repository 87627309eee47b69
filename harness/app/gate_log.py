"""The log of decisions: each line names the SHA-256 of the line before it, and a broken chain is told at its line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from harness.adapters import clock, deciding, files
from harness.adapters.chained_file import Content, OpenFile, content, is_another, opened, sha256
from harness.app.roots import find_root
from harness.domain.codes import Code
from harness.domain.gate import DECISION_SCHEMA_VERSION, DecisionRecord, Item, Renewal
from harness.domain.places import Mistake, Place
from harness.errors import DocumentError, RecordError, UsageError

LOG = ".harness/gate/decisions.jsonl"
Line = DecisionRecord | Renewal
Chained = TypeVar("Chained", DecisionRecord, Renewal)
BROKEN = Code(
    code="GATE101",
    title="log of decisions that was changed",
    reason="Each line names the line before it, and the end is noted beside the log. Where they do not agree, somebody edited "
    "the log, or took lines away, and with them decisions and the cycles that they used.",
    hint="take the log back from where it is kept; or, if nobody can, move it away and say so where others see it",
)
_LINES: TypeAdapter[Line] = TypeAdapter(Line)
_VERSION = b'"schema_version":'


@dataclass(frozen=True)
class Log:
    """A log as it was read: its lines, as far as they are some, and where it contradicts itself."""

    lines: tuple[Line, ...] = ()
    mistakes: tuple[Mistake, ...] = ()

    @property
    def tampering(self) -> tuple[Item, ...]:
        """What of it a gate counts as tampering."""
        return tuple(Item(key=f"record {one.place}", what=one.what, place=one.place) for one in self.mistakes)


class OpenLog:
    """A log to which nobody else appends meanwhile."""

    def __init__(self, file: OpenFile, name: str) -> None:
        self._file = file
        self._last = sha256(file.content.lines[-1]) if file.content.lines else ""
        self.log = parsed(file.content, name)

    def append(self, line: Chained) -> Chained:
        """Append a line after all others; as it was written."""
        chained = line.model_copy(update={"previous": self._last})
        data = chained.model_dump_json().encode()
        self._file.append(data)
        self._last = sha256(data)
        return chained


@contextmanager
def open_log(path: Path) -> Iterator[OpenLog]:
    """The log in a file, locked. Raises MachineError where it cannot be written, RecordError where it is of a newer harness."""
    with opened(path) as file:
        yield OpenLog(file, files.typed(path))


def append(path: Path, line: Chained) -> Chained:
    """Append a line to a log. Raises as ``open_log``."""
    with open_log(path) as log:
        return log.append(line)


def read(path: Path) -> tuple[Line, ...]:
    """The decisions and renewals of a log, oldest first; none where there is no log.

    Raises:
        DocumentError: with every line at which its chain is broken.
        RecordError: if it was written by a newer harness.
    """
    found = read_log(path)
    if found.mistakes:
        raise DocumentError(found.mistakes)
    return found.lines


def read_log(path: Path) -> Log:
    """The log in a file, whole or not. Raises RecordError where it was written by a newer harness."""
    return parsed(content(path), files.typed(path))


def log_of(start: Path, file: Path | None = None) -> Path:
    """Where the log of a project lies, or the one that was named.

    Raises:
        UsageError: if it leads out of the project, or another file was named.
    """
    if file is not None:
        if is_another(start / file):
            raise UsageError(
                f"'{files.typed(file)}' is no log of decisions", "name another, or one that is not there yet"
            )
        return start / file
    root = find_root(start)
    path = root / LOG
    if not files.is_inside(path, root):
        raise UsageError(f"'{LOG}' leads out of the project", "remove the link, or name a log with --log FILE")
    return path


def renew(start: Path, line: str, gate: str, reason: str, file: Path | None = None) -> Renewal:
    """Let a line of work go on whose cycles are used up; with a ``gate`` at that one only.

    Raises:
        UsageError: without a person at a terminal, and without a reason.
        DocumentError: if the log was changed.
    """
    if refused := deciding.may_decide("renewed"):
        raise UsageError(refused, "run this at a terminal")
    if not (reason.strip() and line.strip()):
        raise UsageError("a renewal needs a line of work and a reason", "give --line NAME and --reason TEXT")
    path = log_of(start, file)
    with open_log(path) as log:
        if log.log.mistakes:
            raise DocumentError(log.log.mistakes)
        who, when = deciding.who(find_root(start)), clock.timestamp()
        renewal = Renewal(line=line.strip(), gate=gate, who=who, when=when, reason=reason.strip())
        return log.append(renewal)


def parsed(found: Content, name: str) -> Log:
    """The lines of a log, and each place at which they do not follow from one another."""
    lines: list[Line] = []
    mistakes: list[Mistake] = []
    previous = ""
    for number, data in enumerate(found.lines, 1):
        line = _line(data, name, number)
        why = "this is no line of the log of decisions" if line is None else _why_not(line, previous, number)
        if why:
            mistakes.append(_mistake(name, number, why))
        if line is not None:
            lines.append(line)
        previous = sha256(data)
    if found.cut:
        mistakes.append(_mistake(name, max(len(found.lines), 1), found.cut))
    return Log(tuple(lines), tuple(mistakes))


def _line(data: bytes, name: str, number: int) -> Line | None:
    try:
        return _LINES.validate_json(data)
    except ValidationError:
        if (version := _version(data)) > DECISION_SCHEMA_VERSION:
            what = f"{name}:{number}: a decision of schema version {version}, and this harness reads up to"
            raise RecordError(f"{what} {DECISION_SCHEMA_VERSION}", "read it with the harness that wrote it") from None
        return None


def _version(data: bytes) -> int:
    after = data.partition(_VERSION)[2].lstrip()
    digits = after[: len(after) - len(after.lstrip(b"0123456789"))]
    return int(digits[:9]) if digits else 0


def _why_not(line: Line, previous: str, number: int) -> str:
    if line.previous != previous:
        what = "another line before it" if number > 1 else "a line before it, and is the first"
        return f"names {what}: lines of the log were changed, added or taken away"
    if isinstance(line, DecisionRecord) and line.id != line.decision.id:
        return f"is the decision {line.decision.id}, and says that it is {line.id}: it was changed"
    return ""


def _mistake(name: str, number: int, what: str) -> Mistake:
    return Mistake(place=Place(path=name, line=number), what=what, hint=BROKEN.hint, code=BROKEN.code)


def decisions(lines: Sequence[Line]) -> tuple[DecisionRecord, ...]:
    """The decisions among the lines of a log."""
    return tuple(line for line in lines if isinstance(line, DecisionRecord))
