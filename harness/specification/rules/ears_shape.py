"""A sentence that is meant as EARS and is none, or one with its parts in another order; its words are judged elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.domain.ears import Ears, ears
from harness.domain.places import Mistake, Severity
from harness.specification.documents import Context, Document, mistake
from harness.specification.samples import sample

CODE = "SPEC204"
LEVEL = Severity.WARNING
TITLE = "EARS shape broken"
REASON = (
    "EARS has one order, WHILE state, WHEN trigger, THE system SHALL response, and IF … THEN for what is unwanted, so that a"
    " reader finds what starts what; with two triggers or none it is not told when the response is due."
)
HINT = "write it as WHILE …, WHEN …, THE system SHALL …, or as IF …, THEN THE system SHALL …"
GOOD = sample("WHEN a transfer exceeds the balance, THE system SHALL refuse the transfer.")
BAD = sample("THE system SHALL refuse the transfer WHEN a transfer exceeds the balance.")
_FIRST = re.compile(r"\W{0,5}(?:WHEN|WHILE|IF|WHERE)\b")
_BOUND = re.compile(r"\b(?:SHALL|MUST)\b")
_LATER = re.compile(r"\b(?:WHEN|WHILE|WHERE)\b")
_CAPITAL = re.compile(r"\b(WHEN|WHILE|IF|WHERE)\b")
_BINDS = re.compile(r"\b(?:SHALL|MUST|SHOULD|MAY|shall|must|should|may|will)\b")
_SHORTEST = 4
_THEN = re.compile(r"\bthen\b", re.IGNORECASE)


def check(document: Document, context: Context) -> Iterator[Mistake]:
    """Each requirement that is broken, with the first thing that is wrong in it."""
    for statement in document.statements:
        text = statement.sentences[0]
        if statement.english and _is_meant(text):
            wrong = _wrong(text)
            if wrong:
                yield mistake(statement.requirement.place, f"'{statement.id}': {wrong}", HINT, CODE)


def _is_meant(text: str) -> bool:
    """Whether a sentence begins as EARS does, or has one of its words in capitals behind the binding one."""
    if _FIRST.match(text):
        return True
    bound = _BOUND.search(text)
    return bool(bound and _LATER.search(text, bound.end()))


def _wrong(text: str) -> str:
    leads = list(_CAPITAL.finditer(text))
    binding = _BINDS.search(text)
    if len(leads) == 1 and binding and binding.start() > leads[0].start() and _is_plain(text, leads[0][1], binding):
        return ""
    if binding and leads[0].start() > binding.start():
        return f"{leads[0][1]} stands behind the response"
    parts = ears(text)
    if parts is None or not parts.response:
        return f"nothing is said that is to happen after {leads[0][1]}"
    return _of_parts(parts, text, leads[0][1])


def _is_plain(text: str, lead: str, binding: re.Match[str]) -> bool:
    """Whether a sentence with one leading word has all that belongs to it, which need not be taken apart."""
    return len(text) - binding.end() > _SHORTEST and (lead != "IF" or bool(_THEN.search(text)))


def _of_parts(parts: Ears, text: str, lead: str) -> str:
    if len(parts.triggers) > 1:
        return "it has two triggers, and does not say whether one or both start the response"
    if lead == "IF" and not _THEN.search(text):
        return "IF has no THEN"
    found = [one[1] for one in _CAPITAL.finditer(text)]
    if "WHILE" in found[1:] and found[0] in ("WHEN", "IF"):
        return f"WHILE stands behind {found[0]}"
    return ""
