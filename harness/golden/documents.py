"""Golden cases as people would write them, from the steps of a card."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.domain.actions import RunCommand
from harness.domain.cards import Card, ExpectationLine, Section, Step
from harness.domain.expectations import Keeps, Unchanged
from harness.golden.front_redactions import with_redactions

__all__ = ["from_card", "with_redactions"]

_PROBED = re.compile(r"nothing(?: has)? changed[:,]? (.+?) still shows .*", re.IGNORECASE)


def from_card(card: Card) -> str:
    """The golden case with the steps of a card: its expectations are left out, what they keep and probe becomes steps."""
    verifies = f"verifies: [{', '.join(card.verifies)}]\n" if card.verifies else ""
    surfaces = [surface.value for surface in card.surfaces]
    surface = surfaces[0] if len(surfaces) == 1 else f"[{', '.join(surfaces)}]"
    head = f"---\nid: {card.id}\n{verifies}surface: {surface}\ntier: {card.tier.value}\n---\n# {card.title}\n"
    return head + "".join(_section(card, section) for section in Section)


def _section(card: Card, section: Section) -> str:
    steps = [line for step in card.section(section) for line in _steps(card, step)]
    if not steps:
        return ""
    return f"\n## {section.value}\n" + "".join(_numbered(number, text) for number, text in enumerate(steps, 1))


def _numbered(number: int, text: str) -> str:
    """A step as an item of the list: what stands below its first line is indented as far as its text."""
    mark = f"{number}. "
    first, *below = text.split("\n")
    return "\n".join([mark + first, *(" " * len(mark) + line if line else "" for line in below), ""])


def _steps(card: Card, step: Step) -> Iterator[str]:
    """The step, then what is kept of what it shows, then what its expectations look at beside it."""
    yield step.text + _block(card, step)
    yield from (line.text for line in step.expectations if isinstance(line.expectation, Keeps))
    yield from dict.fromkeys(_probe(line) for line in step.expectations if isinstance(line.expectation, Unchanged))


def _probe(line: ExpectationLine) -> str:
    """What is looked at to see that nothing changed, as a step of its own."""
    assert isinstance(line.expectation, Unchanged)
    verb = "Run" if isinstance(line.expectation.probe, RunCommand) else "Send"
    return _PROBED.sub(lambda found: f"{verb} {found[1]}.", line.text)


def _block(card: Card, step: Step) -> str:
    """The fenced block below a step, as it stands in the card."""
    lines = card.text.split("\n")
    at = step.line
    while at < len(lines) and (not lines[at].strip() or lines[at].startswith((" ", "\t"))):
        mark = re.match(r"[ \t]+(`{3,}|~{3,})", lines[at])
        if mark:
            end = next((to for to in range(at + 1, len(lines)) if lines[to].strip().startswith(mark[1])), at)
            indent = len(lines[at]) - len(lines[at].lstrip())
            return "\n" + "\n".join(line[indent:] for line in lines[at : end + 1])
        if re.match(r"[ \t]+[-*+] ", lines[at]):
            return ""
        at += 1
    return ""
