"""Given, when and then out of the words of a scenario, however they are laid out; what the scenario accepts lies elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from harness.domain.places import Place
from harness.domain.requirements import Scenario
from harness.readers.specifications._prose import masked, one_line, unemphasised
from harness.readers.specifications._scenario_steps import WORDS

_ROLES = "|".join(f"(?P<{role}>{words})" for role, words in WORDS.items())
_END = r"(?:(?![^\W_])|(?<=[^\x00-\x7f]))"
_LED = re.compile(rf"(?:{_ROLES}){_END}", re.IGNORECASE)
_MARKED = re.compile(rf"(?P<mark>\*\*|__)(?:{_ROLES})\s{{0,3}}[:,]?(?P=mark)\s?[:,]?\s*", re.IGNORECASE)
_RUNNING = re.compile(rf"(?:(?<=[,;.])\s+|\A)(?:{_ROLES}){_END}[:,]?\s*", re.IGNORECASE)
_LONGEST_LEAD = 40


def begins_clause(text: str) -> bool:
    """Whether a text begins as a scenario does, be the word emphasised."""
    return led_by(text) in ("given", "when", "then")


def clauses(text: str) -> Iterator[tuple[str, str]]:
    """The clauses of a text as (given, when or then; words), cut at emphasised words, else at those that follow a comma."""
    found = list(_MARKED.finditer(text)) or [one for one in _RUNNING.finditer(masked(text)) if not one["and"]]
    last = ""
    ends = [one.start() for one in found[1:]] + [len(text)] if found else []
    for one, end in zip(found, ends, strict=True):
        last = last if one["and"] else _role(one)
        if last:
            yield last, _trimmed(text[one.end() : end])


def joined(lines: Iterable[str]) -> str:
    """Lines as one text in which each that begins as a clause can be told."""
    pieces: list[str] = []
    for line in lines:
        if pieces:
            pieces.append(", " if led_by(line) else " ")
        pieces.append(line)
    return "".join(pieces)


def scenario(text: str, place: Place, name: str = "") -> Scenario | None:
    """The scenario that a text is; None where it says neither when nor then."""
    return scenario_of(clauses(text), text, place, name)


def scenario_of(parts: Iterable[tuple[str, str]], text: str, place: Place, name: str = "") -> Scenario | None:
    """A scenario of clauses that were read already; None where it says neither when nor then."""
    said: dict[str, list[str]] = {"given": [], "when": [], "then": []}
    for lead, words in parts:
        if words:
            said[lead].append(words)
    if not said["then"] or not (said["when"] or said["given"]):
        return None
    return Scenario(
        name=name,
        given=tuple(said["given"]),
        when=tuple(said["when"]),
        then=tuple(said["then"]),
        text=one_line(text),
        place=place,
    )


def led_by(line: str) -> str:
    """The role of the word that a line begins with: given, when, then or and; empty where it is no such word."""
    found = _LED.match(unemphasised(line[:_LONGEST_LEAD]).strip())
    return _role(found) if found else ""


def _role(found: re.Match[str]) -> str:
    return next(role for role in WORDS if found[role])


def _trimmed(words: str) -> str:
    plain = one_line(words).strip()
    plain = re.sub(r"(?:\*\*|__)\Z|\A(?:\*\*|__)(?=\s)", "", plain)
    return plain.rstrip(",;. ").strip()
