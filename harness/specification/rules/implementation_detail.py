"""What a product is built with, in a requirement of what it does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from harness.domain.places import Mistake, Severity
from harness.domain.requirements import RequirementKind
from harness.specification.documents import Context, Document, mistake
from harness.specification.samples import sample
from harness.specification.statements import Statement
from harness.specification.wordlists import inflected, word_list, words_of

CODE = "SPEC310"
LEVEL = Severity.WARNING
TITLE = "implementation detail"
REASON = (
    "Code is regenerated, the specification stays: one that names the framework, the table or the function binds the next"
    " generation to what was only one way, and no user can see whether it holds."
)
HINT = "say what the user gets from it; how it is built belongs into a plan or a constitution"
GOOD = sample("System MUST keep accounts when it is restarted.")
BAD = sample("System MUST keep accounts in PostgreSQL.")
_ELSEWHERE = frozenset({"nlspec", "tessl"})
_WHOLE = frozenset({RequirementKind.FUNCTIONAL, RequirementKind.SUCCESS, RequirementKind.PROPERTY})
_CODE = re.compile(r"`([^`\n]{1,500})`")
_SOURCE = re.compile(
    r"(?<![\w./@-])(?:[\w.@-]{1,100}/){0,20}[\w-]{1,100}\.(?:py|tsx?|jsx|mjs|java|go|rs|cs|rb|php|cpp|hpp|swift|kt|proto|vue|svelte|dart|sql)\b(?!\w)"
)
_CALL = re.compile(r"(?<![\w.])[A-Za-z_][\w.]{0,100}\(\)")
_STORED = re.compile(
    r"\b(?:database (?:table|column|index|trigger|schema)s?|foreign keys?|stored procedures?"
    r"|protobufs?|primary keys?|join tables?)\b",
    re.IGNORECASE,
)
_SHOWN = 3


def check(document: Document, context: Context) -> Iterator[Mistake]:
    """Each detail once in a document, but those that the document is about."""
    if document.specification.format in _ELSEWHERE:
        return
    subject = _subject(document)
    told: set[str] = set()
    for statement in document.statements:
        if statement.requirement.kind in _WHOLE:
            new = [
                one
                for one in dict.fromkeys(_details(statement))
                if one.lower() not in told and one.lower() not in subject
            ]
            told.update(one.lower() for one in new)
            if new:
                shown = ", ".join(f"'{one}'" for one in new[:_SHOWN])
                what = f"{shown} in '{statement.id}' says how it is built"
                yield mistake(statement.requirement.place, what, HINT, CODE)


def _subject(document: Document) -> str:
    """What the document says that it is about: what stands there is no detail."""
    one = document.specification
    return f"{one.title} {one.feature} {one.change} {one.path}".lower()


def _details(statement: Statement) -> Iterator[str]:
    text = statement.requirement.text
    technologies = word_list("technologies", cased=True)
    code = " ".join(_CODE.findall(text)) if "`" in text else ""
    if technologies.touches(statement.words if not code else statement.words | words_of(code)):
        first: dict[str, int] = {}
        for found in technologies.find(text):
            first.setdefault(found[1], found.start(1))
        yield from (name for name, at in first.items() if not _is_interface(text, at))
    yield from (found[0] for pattern in (_SOURCE, _CALL) for found in pattern.finditer(code)) if code else ()
    yield from (found[0] for found in _STORED.finditer(text))


def _is_interface(text: str, at: int) -> bool:
    """Whether the product deals with what is named there: ``MUST import from MySQL``."""
    before = words_of(text[:at])
    return not before.isdisjoint(_interface_words())


@cache
def _interface_words() -> frozenset[str]:
    return inflected("interfaces")
