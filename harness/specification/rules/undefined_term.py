"""Abbreviations, and terms written as a glossary would, that no document of the project explains."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.domain.places import Mistake, Severity
from harness.specification.documents import Context, Document, mistake
from harness.specification.samples import sample
from harness.specification.statements import Statement
from harness.specification.wordlists import word_set

CODE = "SPEC309"
LEVEL = Severity.WARNING
TITLE = "undefined term"
REASON = "An abbreviation that is not explained means one thing to its author, and to an agent whatever it has seen most often."
HINT = "write it out once, with the short form in brackets, or explain it in a glossary"
GOOD = sample("System MUST show the Legal Entity Identifier (LEI) of a bank.")
BAD = sample("System MUST show the LEI of a bank.")
_SHORT = re.compile(r"(?<![\w.#/-])([A-Z](?:[A-Z0-9]|&(?=[A-Z])){1,5})s?(?![\w/-]|\.\w)")
_DEFINED = re.compile(r"\b[A-Z][a-z]+(?:_[A-Z][A-Za-z]*)+\b")
"""A name that is written as glossaries of EARS documents write theirs: ``Mail_Service``."""
_EXPLAINED = re.compile(
    r"\(([A-Z][A-Z0-9&]{1,5})s?\b|\b([A-Z][A-Z0-9&]{1,5})s?\*{0,2} (?:\(|=|stands for|means|[—–:-] )"
    r"|\*\*([A-Z][A-Z0-9&]{1,5})s?\*\*"
)
_BEFORE = re.compile(r"[A-Z]{3,}[ _]$")
_AFTER = re.compile(r"[ _][A-Z]{3,}")
_NEAR = 20
_SHOWN = 5


def check(document: Document, context: Context) -> Iterator[Mistake]:
    """All such terms of a document in one mistake, at the requirement that has the first of them."""
    glossary = bool(document.specification.terms)
    found: dict[str, Statement] = {}
    for statement in document.statements:
        for one in _terms(statement, glossary) if statement.english else ():
            found.setdefault(one, statement)
    explained = _explained(document) if found else frozenset()
    left = [one for one in found if one not in explained and one.lower() not in context.explained]
    if left:
        shown = ", ".join(f"'{one}'" for one in left[:_SHOWN])
        more = f" and {len(left) - _SHOWN} more" if len(left) > _SHOWN else ""
        what = f"{shown}{more} {'is' if len(left) == 1 else 'are'} explained nowhere"
        yield mistake(found[left[0]].requirement.place, what, HINT, CODE)


def _terms(statement: Statement, glossary: bool) -> Iterator[str]:
    text = statement.text
    for found in _SHORT.finditer(text):
        if _is_uncommon(found[1]) and not _is_shouted(text, found):
            yield found[1]
    if glossary:
        yield from _DEFINED.findall(statement.text)


def _is_uncommon(short: str) -> bool:
    return short not in word_set("acronyms") and not any(map(str.isdigit, short))


def _explained(document: Document) -> frozenset[str]:
    text = document.text
    return frozenset(short for found in _EXPLAINED.findall(text) for short in found if short)


def _is_shouted(text: str, found: re.Match[str]) -> bool:
    """Whether it is a word in capitals beside others, such as ``REAL MONEY``."""
    return bool(_BEFORE.search(text[max(0, found.start() - _NEAR) : found.start()]) or _AFTER.match(text, found.end()))
