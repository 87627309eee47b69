"""What narrows down a list on its own page; it is of use with a script only, which shows it and does the work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from harness.reports._html.markup import Child, Markup, element
from harness.reports._site.tones import Tone, tone


def filter_form(noun: str, states: Sequence[tuple[str, int, Tone]], selects: Sequence[Child] = ()) -> Markup:
    """A choice of states with their numbers, further choices, and a box for words; ``noun`` is what it counts."""
    total = sum(number for _, number, _ in states)
    choices = [_choice("", f"all {total:,}", None, chosen=True)]
    choices += [_choice(name, f"{number:,} {name}", of) for name, number, of in states if number]
    box = element(
        "input", type="search", id="words", placeholder=f"Filter {noun} …", autocomplete="off", spellcheck="false"
    )
    return element(
        "form",
        element("fieldset", element("legend", "State", class_="heard"), *choices, class_="choices")
        if len(choices) > 2
        else None,
        *selects,
        element("label", element("span", f"Filter {noun}", class_="heard"), box, class_="search"),
        element("output", "", class_="found", aria_live="polite"),
        class_="filters",
        id="filter",
        data_noun=noun,
        aria_label=f"Filter {noun}",
        hidden=True,
    )


def counted_states(states: Iterable[StrEnum], order: Sequence[StrEnum]) -> list[tuple[str, int, Tone]]:
    """The states that there are in this order, how many of each, and their tones."""
    found = list(states)
    return [(one.value, sum(state is one for state in found), tone(one)) for one in order if one in found]


def select(name: str, told: str, values: Iterable[str]) -> Child:
    """A choice among the values that there are, by which rows are marked as ``data-<name>``; none where there is but one."""
    known = list(dict.fromkeys(values))
    if len(known) < 2:
        return None
    options = [element("option", f"every {told}", value=""), *(element("option", one, value=one) for one in known)]
    return element(
        "label", element("span", told, class_="heard"), element("select", *options, name=name), class_="by-what"
    )


def _choice(value: str, told: str, of: Tone | None, chosen: bool = False) -> Markup:
    button = element("input", type="radio", name="state", value=value, checked=chosen)
    return element("label", button, element("span", told, class_=f"tag t-{of}" if of else "tag bare"))
