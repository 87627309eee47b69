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
_PARTICIPLE = r"\w{2,30}ed|built|done|given|held|kept|made|paid|run|sent|set|shown|taken|told|written|drawn|chosen|put"
_PASSIVE = re.compile(
    r"\b(?:MUST|SHALL|SHOULD|must|shall|should)(?: NOT| not)? (?:also |always |only |never |automatically )?be (?:\w+ly )?"
    rf"({_PARTICIPLE})\b[^.;]*"
)
_STATED = re.compile(
    rf"(?:The |A |An |Each |Every |All |Any )?\w[\w' -]{{0,80}}? (?:is|are) (?:\w+ly )?({_PARTICIPLE})\b[^.;]*"
)
_FORMATS = frozenset({"speckit", "openspec", "kiro"})
_ACTIVE = re.compile(r"\b(?:MUST|SHALL|SHOULD)(?: NOT)? (?!be (?:\w+ly )?\w+(?:ed|en|t)\b)(?!NOT\b)\w")
_BINDING = frozenset({"must", "shall", "should", "may", "will", "can"})
_ACTORS = frozenset(
    {"system", "application", "app", "service", "server", "product", "tool", "api", "backend", "frontend"}
)
_ACTOR = re.compile(r"\b(?:by|automatically|via|through|using|from)\b")


def check(document: Document, context: Context) -> Iterator[Mistake]:
    """Each requirement in which something has to be done, or is done, and nobody is named who does it."""
    states = word_set("statives")
    stated = document.specification.format in _FORMATS
    for statement in document.statements:
        found = _PASSIVE.search(statement.text) if _may_have(statement) else None
        found = found or (_STATED.match(statement.text) if stated and _states(statement) else None)
        if found and not found[1].startswith("un") and found[1].lower() not in states and not _ACTOR.search(found[0]):
            what = f"'{found[1]}' in '{statement.id}' does not say who does it"
            yield mistake(statement.requirement.place, what, HINT, CODE)


def _states(statement: Statement) -> bool:
    """Whether it says what is done without a word that binds, and names no actor."""
    words = statement.words
    binds = statement.binds or not words.isdisjoint(_BINDING)
    return not binds and statement.requirement.kind is not RequirementKind.SUCCESS and words.isdisjoint(_ACTORS)


def _may_have(statement: Statement) -> bool:
    """Whether it binds something to be done, and names no actor anywhere: neither the system nor who MUST do something."""
    requirement = statement.requirement
    return (
        "be" in statement.words
        and requirement.kind is not RequirementKind.SUCCESS
        and statement.words.isdisjoint(_ACTORS)
        and not _ACTIVE.search(statement.text)
    )
