"""What an agent is told after an edit, or when it stops: what is wrong and what to do, in few bytes; asking lies elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harness.domain.findings import CheckResults
from harness.domain.places import Mistake
from harness.domain.principles import Principle
from harness.domain.visible import visible
from harness.reports._agent import for_agent
from harness.reports._lines import cut
from harness.reports._smuggled import unsmuggled

MOST_BYTES = 9_500
"""Agents cut what a hook says behind 10,000 characters (Claude Code's hooks reference), and pay for every one of them."""
_MOST_PLACES = (10, 6, 4, 2, 1)
_MOST_MISTAKES = 10
_LONGEST = 400


@dataclass(frozen=True)
class Instruction:
    """All that there is to say: ``opening`` and ``remarks`` are sentences, ``mistakes`` are of documents."""

    opening: str
    results: CheckResults
    principles: Sequence[Principle] = ()
    mistakes: Sequence[Mistake] = ()
    remarks: Sequence[str] = ()


def instruction(told: Instruction, most: int = MOST_BYTES) -> str:
    """At most ``most`` bytes of text: as many places as there is room for, worst first.

    Names and what stands in files come from anybody: nothing in them can command a terminal or be read unseen.
    """
    texts = (_text(told, places) for places in _MOST_PLACES)
    text = next((text for text in texts if len(text.encode()) <= most), None) or _text(told, _MOST_PLACES[-1])
    return text if len(text.encode()) <= most else _shortened(text, most)


def plain(text: str) -> str:
    """Text on one line with nothing in it that commands or hides."""
    return unsmuggled(cut(visible(text), _LONGEST))


def _text(told: Instruction, places: int) -> str:
    parts = [plain(told.opening)]
    if told.mistakes:
        parts.append(_mistakes(told.mistakes, places))
    if told.results.principles:
        parts.append(for_agent(told.results, told.principles, places).rstrip("\n"))
    parts += ["\n".join(f"Note: {plain(remark)}" for remark in told.remarks)] * bool(told.remarks)
    return "\n\n".join(parts) + "\n"


def _mistakes(mistakes: Sequence[Mistake], places: int) -> str:
    shown = mistakes[: min(places, _MOST_MISTAKES)]
    lines = ["## Documents that are wrong"]
    for one in shown:
        lines.append(f"- {plain(f'{one.place}: {one.code}: {one.what}')}")
        lines += [f"  Do: {plain(one.hint)}"] * bool(one.hint)
    lines += [f"- and {len(mistakes) - len(shown)} more"] * (len(mistakes) > len(shown))
    return "\n".join(lines)


def _shortened(text: str, most: int) -> str:
    end = "\n… the rest is left out: run `harness check --for-agent`\n"
    return text.encode()[: most - len(end.encode())].decode("utf-8", "ignore") + end
