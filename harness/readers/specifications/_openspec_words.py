"""The headings of OpenSpec's documents, in the languages of its editions, and the ids that names of requirements make."""

from __future__ import annotations

import re

from harness.domain.specifications import DeltaKind

_COLON = r"\s*[:\uff1a]\s*"
_REQUIREMENT = re.compile(
    rf"(?:\*\*|__)?(?:requirement|requisito|exigence|anforderung|требование|需求|要件|요구사항){_COLON}(?P<name>.*)",
    re.IGNORECASE,
)
_SCENARIO = re.compile(
    r"(?:\*\*|__)?(?:scenario(?: outline)?|escenario|cenário|scénario|szenario|сценарий|场景|場景|シナリオ|시나리오)"
    rf"{_COLON}(?P<name>.*)",
    re.IGNORECASE,
)
_REQUIREMENTS = re.compile(
    r"(?:[0-9.]+\s+)?(?:requirements|requisitos|exigences|anforderungen|требования|需求|要件|要求|요구사항)",
    re.IGNORECASE,
)
_DELTAS = {
    DeltaKind.ADDED: r"added requirements?|requisitos (?:añadidos|agregados|nuevos|adicionados)|新增需求|追加要件",
    DeltaKind.MODIFIED: r"modified requirements?|requisitos modificados|修改需求|変更要件",
    DeltaKind.REMOVED: r"removed requirements?|requisitos (?:eliminados|removidos)|移除需求|删除需求|削除要件",
    DeltaKind.RENAMED: r"renamed requirements?|requisitos (?:renombrados|renomeados)|重命名需求|名称変更要件",
}
_DELTA = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in _DELTAS.items()), re.IGNORECASE)
_LIKE_A_DELTA = re.compile(r"[A-Z]{4,} REQUIREMENTS?", re.IGNORECASE)
HEADING_IN_TEXT = re.compile(
    r"[ \t>*+-]*#{1,6}[ \t]*(?:requirement|requisito|需求|要件)[ \t]*[:\uff1a].*", re.IGNORECASE
)
"""A line that would be the heading of a requirement if it did not stand in code or in a comment."""
_NAMED = r"(?P<tick>`?)#{3}\s*[Rr]equirement:\s*(?P<name>.*)(?P=tick)\s*"
RENAME = re.compile(rf"(?:\*\*|__)?(?P<side>FROM|TO)(?:\*\*|__)?\s{{0,9}}:\s{{0,9}}(?:\*\*|__)?\s*{_NAMED}")
LIKE_A_RENAME = re.compile(r"[*_`]{0,3}(?:from|to)\b[*_`]{0,3}\s*:", re.IGNORECASE)
REMOVAL = re.compile(_NAMED)
LIKE_A_REMOVAL = re.compile(r"[*_`# ]{0,9}requirement\s*:", re.IGNORECASE)


def requirement_name(heading: str) -> str | None:
    """The name that the heading of a requirement gives it; None where it is another heading."""
    found = _REQUIREMENT.fullmatch(heading)
    return name_of(found["name"]) if found else None


def scenario_name(heading: str) -> tuple[bool, str]:
    """Whether a heading says that it is of a scenario, and the name that it gives."""
    found = _SCENARIO.fullmatch(heading)
    return bool(found), name_of(found["name"] if found else heading)


def name_of(written: str) -> str:
    """A name as OpenSpec compares it: white space around it and the closing ``#`` of its heading do not count, case does."""
    name = written.rstrip()
    open_ = name.rstrip("#")
    if open_ != name and open_.endswith((" ", "\t")):
        name = open_
    name = name.strip()
    return name[:-2].rstrip() if name.endswith("**") and name.count("**") % 2 else name


def is_requirements(heading: str) -> bool:
    """Whether requirements stand below a heading."""
    return bool(_REQUIREMENTS.fullmatch(heading.strip()))


def delta_kind(heading: str) -> DeltaKind | None:
    """What a section of a change does; None where its heading is another."""
    found = _DELTA.fullmatch(" ".join(heading.replace("*", "").split()))
    return DeltaKind(str(found.lastgroup)) if found else None


def is_like_a_delta(heading: str) -> bool:
    """Whether a heading looks as if it were that of a section of a change (``DELETED Requirements``)."""
    return bool(_LIKE_A_DELTA.fullmatch(heading.strip())) and heading.split()[0].isupper()
