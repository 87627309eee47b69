"""A passive without an actor."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.domain.places import Mistake, Severity
from harness.domain.requirements import RequirementKind
from harness.specification.documents import Context, Document, mistake
from harness.specification.samples import sample
from harness.specification.statements import Statement
from harness.specification.wordlists import word_set

CODE = "SPEC307"
LEVEL = Severity.WARNING
TITLE = "passive without an actor"
REASON = (
    "'Must be approved' does not say by whom: whoever builds it decides who acts, and whether the product does at all."
)
HINT = "say who does it: 'System MUST …', 'An admin MUST …'"
GOOD = sample("An admin MUST approve a transfer above 1000 euros.")
BAD = sample("A transfer above 1000 euros MUST be approved.")
_PASSIVE = re.compile(
    r"\b(?:MUST|SHALL|SHOULD|must|shall|should)(?: NOT| not)? (?:also |always |only |never |automatically )?be (?:\w+ly )?"
    r"(\w+ed|built|done|given|held|kept|made|paid|run|sent|set|shown|taken|told|written|drawn|chosen|put)\b[^.;]*"
)
_ACTIVE = re.compile(r"\b(?:MUST|SHALL|SHOULD)(?: NOT)? (?!be (?:\w+ly )?\w+(?:ed|en|t)\b)(?!NOT\b)\w")
_ACTORS = frozenset(
    {"system", "application", "app", "service", "server", "product", "tool", "api", "backend", "frontend"}
)
_ACTOR = re.compile(r"\b(?:by|automatically|via|through|using|from)\b")


def check(document: Document, context: Context) -> Iterator[Mistake]:
    """Each requirement that binds something to have been done, and names nobody who does it."""
    states = word_set("statives")
    for statement in document.statements:
        found = _PASSIVE.search(statement.text) if _may_have(statement) else None
        if found and not found[1].startswith("un") and found[1].lower() not in states and not _ACTOR.search(found[0]):
            what = f"'be {found[1]}' in '{statement.id}' does not say who does it"
            yield mistake(statement.requirement.place, what, HINT, CODE)


def _may_have(statement: Statement) -> bool:
    """Whether it binds something to be done, and names no actor anywhere: neither the system nor who MUST do something."""
    requirement = statement.requirement
    return (
        "be" in statement.words
        and requirement.kind is not RequirementKind.SUCCESS
        and statement.words.isdisjoint(_ACTORS)
        and not _ACTIVE.search(statement.text)
    )
