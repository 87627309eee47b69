"""More than one requirement in a sentence; two levels in one lie in another rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from harness.domain.binding_words import levels_named
from harness.domain.places import Mistake, Severity
from harness.specification.documents import Context, Document, mistake
from harness.specification.samples import sample
from harness.specification.statements import Statement
from harness.specification.wordlists import word_list

CODE = "SPEC210"
LEVEL = Severity.WARNING
TITLE = "several requirements in one"
REASON = "Of two things under one id one may hold and the other not: what shows the first would seem to show both."
HINT = "give each of them an id of its own"
GOOD = sample("System MUST refuse a transfer that exceeds the balance.", "System MUST log each refusal.")
BAD = sample("System MUST refuse a transfer that exceeds the balance, and MUST log each refusal.")
_BINDS = re.compile(r"\b(?:MUST|SHALL|SHOULD)\b(?: NOT)?")
_LEAST_BETWEEN = 3


def check(document: Document, context: Context) -> Iterator[Mistake]:
    """Each requirement with a sentence that binds twice, or with a second response behind *and*."""
    for statement in document.statements:
        second = next(filter(None, map(_second, statement.sentences, statement.verbs)), "") if _binds(statement) else ""
        if second:
            what = f"'{statement.id}' asks for several things in one sentence: the next begins with '{second}'"
            yield mistake(statement.requirement.place, what, HINT, CODE)


def _binds(statement: Statement) -> bool:
    return not statement.words.isdisjoint(("must", "shall", "should")) and statement.english


def _second(sentence: str, verbs: Sequence[str]) -> str:
    if len(verbs) > 1 and len({level for verb in verbs for level in levels_named(verb)}) > 1:
        return ""  # told as two levels
    found = list(_BINDS.finditer(sentence))
    if len(found) > 1:
        explained = ":" in sentence[found[0].end() : found[1].start()]
        return "" if explained else found[1][0]
    joined = _joined().search(sentence, found[0].end()) if found else None
    words = sentence[found[0].end() : joined.start()].split() if joined else []
    return f"{joined[1]} {joined[2]}" if joined and len(words) >= _LEAST_BETWEEN else ""


@cache
def _joined() -> re.Pattern[str]:
    """A verb of what a product does behind a comma or a semicolon and *and*."""
    verbs = "|".join(word_list("verbs").phrases)
    return re.compile(
        rf"[,;] (and|or|then|and then) ({verbs}) (?=the |a |an |all |each |any |it |them |its |their |no |every |this )"
    )
