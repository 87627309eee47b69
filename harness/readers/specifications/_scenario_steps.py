"""Lines such as ``**WHEN** a user pays`` to the clauses of a scenario, in the languages that people write them in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from harness.domain.places import Place
from harness.domain.requirements import Scenario
from harness.readers.specifications._prose import one_line
from harness.readers.specifications._sections import Line

WORDS = {
    "given": "given|dado que|dada que|dado|dada|dados|étant donné que|étant donné|angenommen|gegeben"
    "|前提条件|前提|假设|假設|假如|给定|給定",
    "when": "when|cuando|quando|quand|lorsque|wenn|当|當|もし|操作",
    "then": "then|entonces|então|entao|alors|dann|那么|那麼|则|則|ならば|预期结果",
    "and": "and|but|or|y|pero|e|mas|et|mais|und|aber|oder|并且|並且|而且|且|但是|但|かつ",
}
_ROLE = "|".join(f"(?P<{role}>{words})" for role, words in WORDS.items())
_LED = re.compile(
    rf"(?P<mark>\*\*|__|`)?(?:{_ROLE})(?:\s?\([A-Za-z]+\))?(?:(?P=mark)|(?![^\W_]))\s*[:\uff1a,\uff0c]?(?:\*\*|__)?\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_INNER = "|".join(WORDS.values())
_NEXT = re.compile(
    rf"[ ,;]{{0,3}}(?=(?P<mark>\*\*|__)(?:{_INNER})(?:(?P=mark)|:))|[ ,;]{{1,3}}(?=(?-i:WHEN|THEN)\b)", re.IGNORECASE
)


def scenario(name: str, found: Iterable[Line], place: Place) -> Scenario | None:
    """What lines say as a scenario; None where they say nothing."""
    read = [words for line in found for one in line.text.split("\n") if (words := one_line(one))]
    if not read:
        return None
    given, when, then = _clauses(read)
    text = " ".join(read)
    return Scenario(name=name, given=given, when=when, then=then, text=text, place=place)


def begins_with(text: str) -> str:
    """The role of the clause that a line begins: *given*, *when* or *then*; empty where it begins none."""
    led = _LED.fullmatch(one_line(text))
    return _role(led) if led else ""


def _clauses(read: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The clauses of each role; a line that no such word leads goes on with the clause before it."""
    clauses: dict[str, list[list[str]]] = {"given": [], "when": [], "then": []}
    role = ""
    for one in read:
        for piece in _pieces(one):
            led = _LED.fullmatch(piece)
            if led and (role or not led["and"]):
                role = _role(led) or role
                clauses[role].append([led["rest"]])
            elif role:
                clauses[role][-1].append(piece)
    given, when, then = (tuple(" ".join(filter(None, clause)) for clause in clauses[one]) for one in clauses)
    return given, when, then


def _role(led: re.Match[str]) -> str:
    """The role of the word that leads; empty for *and*, which goes on with the role before it."""
    return next((role for role in ("given", "when", "then") if led[role]), "")


def _pieces(text: str) -> Iterator[str]:
    """A line at the words within that lead a clause: set in bold, or in capitals where the line begins with such a word."""
    if not _LED.fullmatch(text):
        yield text
        return
    begun = 0
    for found in _NEXT.finditer(text):
        if found.start() > begun:
            yield text[begun : found.start()]
            begun = found.end()
    yield text[begun:]
