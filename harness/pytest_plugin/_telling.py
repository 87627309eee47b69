"""What pytest prints of goldens: at an assertion that failed, below its test, and at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from harness.app.golden_tests_views import differences_text, new_text
from harness.domain.golden import CaseOutcome, Difference
from harness.domain.visible import visible
from harness.golden.module_text import shown_name
from harness.golden.pinning import Pin, differences_of

_MOST_TOLD = 3
_LONGEST = 60


def assertion_lines(test: str, pin: Pin) -> list[str]:
    """A failing assertion in few lines, since pytest cuts more; all of it stands below the test."""
    lines = [f"golden '{visible(shown_name(pin.name))}' of {test}: {pin.outcome}"]
    if pin.reason:
        lines.append(f"  {pin.reason}")
    found = differences_of(test, pin.name, pin.golden, pin.received) if pin.golden is not None else ()
    lines.extend(f"  {_short(difference)}" for difference in found[:_MOST_TOLD])
    if len(found) > _MOST_TOLD:
        lines.append(f"  … and {len(found) - _MOST_TOLD:,} more differences")
    return lines


def _short(difference: Difference) -> str:
    sides = (_cut(side) for side in (difference.golden, difference.received))
    return f"{visible(difference.leaf)}: {difference.kind.value}: {' → '.join(sides)}"


def _cut(text: str | None) -> str:
    line = "nothing" if text is None else visible(text.replace("\n", " "))
    return f"{line[: _LONGEST - 1]}…" if len(line) > _LONGEST else line


def section(test: str, pins: list[list[Any]], width: int, colour: bool) -> str:
    """Everything that did not match in one test, below its failure."""
    return "\n".join(line for pin in pins for line in _pin_lines(test, pin, width, colour))


def _pin_lines(test: str, pin: list[Any], width: int, colour: bool) -> Iterator[str]:
    name, outcome, reason, hint, golden, received, _ = pin
    yield f"{visible(shown_name(name))}: {outcome}{f': {reason}' if reason else ''}"
    if golden is None and received:
        yield new_text(shown_name(name), received, width, colour).rstrip("\n")
    elif received:
        yield differences_text(differences_of(test, name, golden, received), width, colour).rstrip("\n")
    if hint:
        yield f"  hint: {hint}"


def waiting_lines(pins: Sequence[list[Any]], reviews: bool, updates: bool) -> Iterator[str]:
    """The end of a session: what did not match, and what becomes of it."""
    if not pins:
        return
    counted = Counter(pin[1] for pin in pins)
    yield ", ".join(f"{counted[outcome]:,} {outcome}" for outcome in CaseOutcome if counted[outcome])
    if any(pin[6] for pin in pins) and not reviews:
        yield "hint: look at what differs, and accept what is right: `pytest --golden-review`"
    if updates:
        yield "`--snapshot-update` accepts no golden: that is for a person who looks at it"


def unused_lines(unused: Collection[str]) -> Iterator[str]:
    """The end of a session: goldens that nobody needs any more."""
    for name in unused:
        yield f"unused: {visible(name)}"
    if unused:
        first = next(iter(unused))
        yield f'hint: bring the test back, or take its golden away: `harness golden retire "{first}" --reason "…"`'
