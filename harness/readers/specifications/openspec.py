"""OpenSpec: the truth in ``openspec/specs``, changes to it in ``openspec/changes``; applying these lies in the engine."""

from __future__ import annotations

import re

from harness.domain.specifications import LeftOut, Specification
from harness.markdown.parse import parse
from harness.markdown.tree import Document
from harness.readers.specifications._gathering import Gathered
from harness.readers.specifications._leaves import leave_rest
from harness.readers.specifications._openspec_deltas import DeltaReading
from harness.readers.specifications._openspec_paths import Role, Where, somewhere, where
from harness.readers.specifications._openspec_requirements import Reading, leave_hidden
from harness.readers.specifications._prose import mentions_binding
from harness.readers.specifications._sections import Section, sections
from harness.readers.specifications._task_lines import tasks

_FORMAT = "openspec"
_SNIFF = re.compile(
    r"^ {0,3}#{2,6}[ \t]*(?:Requirement|需求|Requisito)[ \t]*[:\uff1a][ \t]*\S", re.MULTILINE | re.IGNORECASE
)
_DELTAS = re.compile(
    r"^ {0,3}#{2,4} (?:ADDED|MODIFIED|REMOVED|RENAMED) Requirements[ \t]*$", re.MULTILINE | re.IGNORECASE
)
_OUTSIDE = "it stands outside of a requirement"
_WHY = {
    Role.HISTORY: "it is the record of a change that was applied or dropped",
    Role.WORDS: "it tells of specifications, and states none",
    Role.TASKS: "it is a list of tasks",
}


def sniff(text: str, path: str) -> bool:
    """Whether a document lies in a folder of OpenSpec, or has its headings."""
    return where(path) is not None or bool(_SNIFF.search(text) or _DELTAS.search(text))


def read(text: str, path: str) -> Specification:
    """What a document of OpenSpec says: requirements in force, what a change does to them, or its tasks."""
    found = somewhere(path)
    document = parse(text, path)
    if found.role in (Role.TRUTH, Role.DELTA):
        return _stated(document, path, found)
    read_tasks = tuple(tasks(document.blocks, path)) if found.role is Role.TASKS else ()
    left_out = _left_out(document, path, _WHY[found.role], found.role is Role.HISTORY)
    return Specification(
        path=path,
        format=_FORMAT,
        title=_title(sections(document)),
        change=found.change,
        tasks=read_tasks,
        left_out=left_out,
    )


def _stated(document: Document, path: str, found: Where) -> Specification:
    gathered = Gathered(path, found.capability, _FORMAT)
    root = sections(document)
    reading = DeltaReading(gathered, found.capability) if found.role is Role.DELTA else Reading(gathered)
    reading.read(root)
    leave_hidden(gathered, root, document.text.split("\n"))
    leave_rest(gathered, document, reading.taken, _OUTSIDE)
    return Specification(
        path=path,
        format=_FORMAT,
        title=_title(root),
        feature=found.capability,
        change=found.change,
        requirements=gathered.requirements,
        deltas=tuple(reading.deltas) if isinstance(reading, DeltaReading) else (),
        left_out=tuple(sorted(gathered.left_out, key=lambda one: one.place.line)),
        mistakes=tuple(sorted(gathered.collector.mistakes, key=lambda one: one.place.line)),
    )


def _left_out(document: Document, path: str, why: str, always: bool) -> tuple[LeftOut, ...]:
    """The document as one passage, if it seems to bind anybody (or ``always``): at the first line that does."""
    gathered = Gathered(path, "", _FORMAT)
    lines = document.text.split("\n")
    binding = [at for at, line in enumerate(lines, 1) if mentions_binding(line)]
    first = next((at for at, line in enumerate(lines, 1) if line.strip()), 1)
    if binding or always:
        at = binding[0] if binding and not always else first
        gathered.leave(at, lines[at - 1].strip(), why)
    return tuple(gathered.left_out)


def _title(root: Section) -> str:
    first = next((one.title for one in root.children if one.level == 1), "")
    return first.removesuffix(" Specification").strip()
