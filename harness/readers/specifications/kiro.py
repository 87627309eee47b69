"""Kiro's specifications in ``.kiro/specs``: requirements with criteria in EARS, properties of a design, tasks."""

from __future__ import annotations

import re

from harness.domain.specifications import Specification
from harness.markdown.parse import parse
from harness.markdown.tree import Document
from harness.readers.specifications._common import feature_of
from harness.readers.specifications._gathering import Gathered
from harness.readers.specifications._kiro_design import properties
from harness.readers.specifications._kiro_requirements import KiroReading, read_bugfix
from harness.readers.specifications._leaves import leave_rest
from harness.readers.specifications._prose import mentions_binding
from harness.readers.specifications._sections import sections
from harness.readers.specifications._task_lines import tasks

_FORMAT = "kiro"
_HEAD = re.compile(r"^ {0,3}#{2,4} (?:Requirement|要件|需求|요구사항) ?[0-9]", re.MULTILINE)
_CRITERIA = re.compile(
    r"^(?: {0,3}#{2,6} |\*\*)(?:Acceptance Criteria|受け?入れ?基準|验收标准|驗收標準|수용 ?기준)",
    re.MULTILINE | re.IGNORECASE,
)
_OUTSIDE = "it stands outside of the criteria of a requirement"
_HOW = "it says how the product is built, and no property"
_NO_SPECIFICATION = "it tells of specifications, and states none"


def sniff(text: str, path: str) -> bool:
    """Whether a document lies in Kiro's folder, or has the headings of its requirements."""
    return ".kiro" in path.split("/")[:-1] or bool(_HEAD.search(text) and _CRITERIA.search(text))


def read(text: str, path: str) -> Specification:
    """What a document of Kiro says: requirements, properties, or tasks."""
    document = parse(text, path)
    name = path.rpartition("/")[2].lower()
    if not _in_specs(path):
        return _words(document, path, _NO_SPECIFICATION)
    if name == "tasks.md":
        found = _words(document, path, "it is a list of tasks")
        return found.model_copy(update={"tasks": tuple(tasks(document.blocks, path))})
    if name == "design.md":
        return _design(document, path)
    if name == "bugfix.md":
        return _bugfix(document, path)
    if name == "requirements.md" or _HEAD.search(document.text):
        return _requirements(document, path)
    return _words(document, path, _NO_SPECIFICATION)


def _requirements(document: Document, path: str) -> Specification:
    gathered = Gathered(path, _feature(path), _FORMAT)
    reading = KiroReading(gathered, document)
    reading.read()
    leave_rest(gathered, document, reading.taken, _OUTSIDE)
    found = _specification(document, gathered)
    return found.model_copy(update={"stories": tuple(reading.stories), "terms": tuple(reading.terms)})


def _bugfix(document: Document, path: str) -> Specification:
    gathered = Gathered(path, _feature(path), _FORMAT)
    leave_rest(gathered, document, read_bugfix(gathered, document), _OUTSIDE)
    return _specification(document, gathered)


def _design(document: Document, path: str) -> Specification:
    gathered = Gathered(path, _feature(path), _FORMAT)
    found, taken = properties(gathered, document)
    _leave_first(gathered, document, taken, _HOW)
    return _specification(document, gathered).model_copy(update={"requirements": found})


def _words(document: Document, path: str, why: str) -> Specification:
    """A document that states nothing: it is left out as one passage, if it seems to bind anybody."""
    gathered = Gathered(path, _feature(path), _FORMAT)
    _leave_first(gathered, document, set(), why)
    return _specification(document, gathered)


def _leave_first(gathered: Gathered, document: Document, taken: set[int], why: str) -> None:
    """Note the first line that seems to bind, and how many do; designs and tasks repeat requirements all the time."""
    lines = enumerate(document.text.split("\n"), 1)
    binding = [(at, line.strip()) for at, line in lines if at not in taken and mentions_binding(line)]
    if binding:
        more = f" ({len(binding)} lines)" if len(binding) > 1 else ""
        gathered.leave(binding[0][0], binding[0][1], why + more)


def _specification(document: Document, gathered: Gathered) -> Specification:
    path = document.path
    title = next((one.title for one in sections(document).children if one.level == 1), "")
    return Specification(
        path=path,
        format=_FORMAT,
        title=title,
        feature=_feature(path),
        requirements=gathered.requirements,
        left_out=tuple(sorted(gathered.left_out, key=lambda one: one.place.line)),
        mistakes=tuple(sorted(gathered.collector.mistakes, key=lambda one: one.place.line)),
    )


def _in_specs(path: str) -> bool:
    parts = path.split("/")[:-1]
    return ".kiro" not in parts or "specs" in parts[parts.index(".kiro") :]


def _feature(path: str) -> str:
    """The folder of a document below ``.kiro/specs``; where it lies elsewhere, what its path tells."""
    _, found, below = path.rpartition(".kiro/specs/")
    return below.rpartition("/")[0] if found and "/" in below else feature_of(path)
