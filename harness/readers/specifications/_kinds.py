"""What kind a requirement is of, by its id, the headings above it and its first words; how binding it is lies elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from harness.domain.requirements import RequirementKind
from harness.readers.specifications._prose import unemphasised

_BY_ID = (
    (RequirementKind.NON_FUNCTIONAL, re.compile(r"(?:^|[-_])(?:NFR|NF|QA|PERF|SEC|REL)(?=[-_0-9])")),
    (RequirementKind.SUCCESS, re.compile(r"(?:^|[-_])(?:SC|SM|KPI)(?=[-_0-9])")),
    (RequirementKind.CONSTRAINT, re.compile(r"(?:^|[-_])(?:CON|CONSTRAINT)(?=[-_0-9])")),
    (RequirementKind.PROPERTY, re.compile(r"(?:^|[-_])(?:PROP|INV)(?=[-_0-9])")),
    (RequirementKind.FUNCTIONAL, re.compile(r"(?:^|[-_])FR(?=[-_0-9])")),
)
_NON_FUNCTIONAL = (
    r"non[ -]?functional|performance|security|privacy|reliability|availability|scalability|usability|accessibility|"
    r"maintainability|portability|observability|latency|throughput|quality (?:attributes|requirements)|"
    r"service levels?|slas?|slos?|nicht ?funktionale|no funcionales|non fonctionnelles|非機能"
)
_BY_HEADING = (
    (RequirementKind.NON_FUNCTIONAL, re.compile(rf"\b(?:{_NON_FUNCTIONAL})", re.IGNORECASE)),
    (
        RequirementKind.SUCCESS,
        re.compile(r"\bsuccess (?:criteria|criterion|metrics|measures|signals?)\b", re.IGNORECASE),
    ),
    (RequirementKind.CONSTRAINT, re.compile(r"\bconstraints?\b", re.IGNORECASE)),
    (RequirementKind.PROPERTY, re.compile(r"\b(?:invariants?|correctness properties)\b", re.IGNORECASE)),
    (RequirementKind.FUNCTIONAL, re.compile(r"\bfunctional\b", re.IGNORECASE)),
)
_MOST_LEAD = 40
_FOR_ALL = re.compile(r"\W{0,9}(?:for (?:all|any|every|each)\b|∀|für alle\b|pour tou|para tod)", re.IGNORECASE)


def kind_of(id_: str, headings: Sequence[str], text: str) -> RequirementKind:
    """The kind that the id names, else what the text is (``For all …``), else what the nearest telling heading says."""
    named = _by_id(id_) if id_ else None
    if named:
        return named
    if _FOR_ALL.match(unemphasised(text[:_MOST_LEAD])):
        return RequirementKind.PROPERTY
    return _by_headings(tuple(headings))


def _by_id(id_: str) -> RequirementKind | None:
    return next((kind for kind, pattern in _BY_ID if pattern.search(id_)), None)


@lru_cache(maxsize=64)
def _by_headings(headings: tuple[str, ...]) -> RequirementKind:
    for heading in reversed(headings):
        for kind, pattern in _BY_HEADING:
            if pattern.search(heading):
                return kind
    return RequirementKind.FUNCTIONAL
