"""Given, when and then out of the words of a scenario, however they are laid out; what the scenario accepts lies elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from harness.domain.places import Place
from harness.domain.requirements import Scenario
from harness.markdown.tree import Block, Fence, Listed, Paragraph
from harness.readers.specifications._prose import masked, one_line, unemphasised

_LEADS = r"given|when|then|and|but"
_LED = re.compile(rf"(?P<lead>{_LEADS})\b[:,]?\s*", re.IGNORECASE)
_MARKED = re.compile(rf"(?P<mark>\*\*|__)(?P<lead>{_LEADS})(?P<after>\b[:,]?\s{{0,3}})(?P=mark)[:,]?\s*", re.IGNORECASE)
_RUNNING = re.compile(r"(?:(?<=[,;.])\s+|\A)(?P<lead>given|when|then)\b[:,]?\s*", re.IGNORECASE)
_BEGINS = re.compile(r"[*_\s]{0,5}(?:given|when|then)\b", re.IGNORECASE)


def begins_clause(text: str) -> bool:
    """Whether a text begins as a scenario does, be the word emphasised."""
    return bool(_BEGINS.match(text))


def clauses(text: str) -> Iterator[tuple[str, str]]:
    """The clauses of a text as (given, when or then; words), cut at emphasised words, else at those that follow a comma."""
    marked = list(_MARKED.finditer(text))
    found = marked or list(_RUNNING.finditer(masked(text)))
    last = ""
    ends = [one.start() for one in found[1:]] + [len(text)] if found else []
    for one, end in zip(found, ends, strict=True):
        lead = one["lead"].lower()
        last = last if lead in ("and", "but") else lead
        if last:
            yield last, _trimmed(text[one.end() : end])


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


def lines_of(blocks: Iterable[Block]) -> Iterator[tuple[int, str]]:
    """The lines of blocks that clauses may stand in: of paragraphs, items and fences of Gherkin, in order."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from enumerate(block.lines, block.line)
        elif isinstance(block, Fence):
            yield from enumerate(block.content.split("\n"), block.line + 1)
        elif isinstance(block, Listed):
            for item in block.items:
                yield from lines_of(item.blocks)


def led_by(line: str) -> str:
    """The word that a line begins with if it is one of a scenario's, in small letters; empty otherwise."""
    found = _LED.match(unemphasised(line[:40]).strip())
    return found["lead"].lower() if found else ""


def _trimmed(words: str) -> str:
    plain = one_line(words).strip()
    plain = re.sub(r"(?:\*\*|__)\Z|\A(?:\*\*|__)(?=\s)", "", plain)
    return plain.rstrip(",;. ").strip()
