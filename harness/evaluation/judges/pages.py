"""What a page shows by role and name, its title and its address; its text is judged like any other text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from harness.domain.expectations import ElementHasValue, ElementIs, ElementState, OnPage, TitleIs
from harness.domain.observations import Dialog, PageObservation
from harness.domain.verdicts import Cause
from harness.evaluation.evidence import Evidence, Judgement
from harness.evaluation.excerpts import nearest, quoted
from harness.evaluation.judges.judgements import fails, passes, undecided
from harness.evaluation.judges.text import BEHIND_DIALOG
from harness.evaluation.judges.wording import wording
from harness.evaluation.matching import shows
from harness.evaluation.page_tree import Element, is_whole, named, of_role

NO_PAGE = "no page is open"
NOT_WHOLE = "the page is too large to be read to its end"
_DIALOGS = ("alert", "dialog")
"""The words that a user may have for a dialog of the browser."""

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://[^/?#]*", re.IGNORECASE)
_MASK = "\u2022"


def element_is(expectation: ElementIs, evidence: Evidence) -> Judgement:
    """Whether an element of this role and exact name is there, or is in this state."""
    expected, page = wording(expectation), evidence.step
    if not isinstance(page, PageObservation):
        return undecided(Cause.CARD, expected, NO_PAGE)
    if page.dialog is not None:
        return _as_dialog(expected, expectation, page.dialog)
    found = named(page, expectation.role, expectation.name)
    match expectation.state:
        case ElementState.SHOWN:
            return passes(expected, _shown(found[0])) if found else fails(expected, _others(page, expectation))
        case ElementState.NOT_SHOWN:
            return fails(expected, _shown(found[0])) if found else _absent(expected, page, expectation)
        case state:
            return _agreed(expected, page, expectation, found, _STATES[state])


def element_has_value(expectation: ElementHasValue, evidence: Evidence) -> Judgement:
    """Whether the field of this exact name holds exactly this, but for blanks at its ends; a list, its chosen option."""
    expected, page = wording(expectation), evidence.step
    if not isinstance(page, PageObservation):
        return undecided(Cause.CARD, expected, NO_PAGE)
    if page.dialog is not None:
        return undecided(Cause.CARD, expected, BEHIND_DIALOG)
    found = named(page, expectation.role, expectation.name)
    if not found:
        return fails(expected, _others(page, expectation))
    values = {one.value for one in found}
    if len(values) > 1:
        return undecided(Cause.CARD, expected, f"{len(found)} elements have this name")
    value = found[0].value
    if value is None:
        return undecided(Cause.CARD, expected, f"a {found[0].role} holds no value")
    if value and set(value) == {_MASK}:
        return undecided(Cause.CARD, expected, "what a password field holds is not recorded")
    held = _plain(value) == _plain(expectation.value)
    return (passes if held else fails)(expected, quoted(value) if value else "it is empty")


def title_is(expectation: TitleIs, evidence: Evidence) -> Judgement:
    """Whether the page has exactly this title, but for blanks."""
    expected, page = wording(expectation), evidence.step
    if not isinstance(page, PageObservation):
        return undecided(Cause.CARD, expected, NO_PAGE)
    if page.dialog is not None:
        return undecided(Cause.CARD, expected, BEHIND_DIALOG)
    held = _plain(page.title) == _plain(expectation.title)
    return (passes if held else fails)(expected, quoted(page.title))


def on_page(expectation: OnPage, evidence: Evidence) -> Judgement:
    """Whether the browser is at this path, after all redirects; the query counts only where the card names one."""
    expected, page = wording(expectation), evidence.step
    if not isinstance(page, PageObservation):
        return undecided(Cause.CARD, expected, NO_PAGE)
    here = _path(page.url, query="?" in expectation.path)
    held = here == _path(expectation.path, query="?" in expectation.path)
    return (passes if held else fails)(expected, f"at `{_path(page.url, query=True)}`")


def _as_dialog(expected: str, expectation: ElementIs, dialog: Dialog) -> Judgement:
    """A dialog of the browser is an alert or a dialog by its message; of the page behind it nothing can be told."""
    says = expectation.role in _DIALOGS and _plain(dialog.message) == _plain(expectation.name)
    seen = f"a dialog says {quoted(dialog.message)}"
    if says and expectation.state in (ElementState.SHOWN, ElementState.NOT_SHOWN):
        return (passes if expectation.state is ElementState.SHOWN else fails)(expected, seen)
    return undecided(Cause.CARD, expected, f"{seen}; {BEHIND_DIALOG}")


def _absent(expected: str, page: PageObservation, expectation: ElementIs) -> Judgement:
    """It was not found, which proves nothing of a page that was cut."""
    if not is_whole(page):
        return undecided(Cause.EVALUATOR, expected, NOT_WHOLE)
    # Whoever names half an alert does not mean that the whole of it may be there.
    longer = next((one for one in of_role(page, expectation.role) if shows([one.text], expectation.name)), None)
    if expectation.role == "alert" and longer is not None:
        return undecided(Cause.CARD, expected, f"there is a longer one: {_shown(longer)}")
    return passes(expected, _others(page, expectation))


def _agreed(
    expected: str, page: PageObservation, expectation: ElementIs, found: Sequence[Element], state: _State
) -> Judgement:
    """Whether all elements of the name are in a state."""
    if not found:
        return fails(expected, _others(page, expectation))
    told = {state(one) for one in found}
    if None in told:
        return undecided(Cause.CARD, expected, f"a {found[0].role} has no such state")
    if len(told) > 1:
        return undecided(Cause.CARD, expected, f"{len(found)} elements have this name, and they differ")
    return (passes if told == {True} else fails)(expected, _shown(found[0]))


_State = Callable[[Element], bool | None]
_STATES: dict[ElementState, _State] = {
    ElementState.DISABLED: lambda one: one.disabled,
    ElementState.ENABLED: lambda one: not one.disabled,
    ElementState.TICKED: lambda one: one.ticked,
    ElementState.NOT_TICKED: lambda one: None if one.ticked is None else not one.ticked,
}


def _shown(element: Element) -> str:
    marks = [word for word, true in (("disabled", element.disabled), ("ticked", element.ticked)) if true]
    name = element.name or element.text
    state = f" ({', '.join(marks)})" if marks else ""
    return f"{element.role} {quoted(name)}{state}"


def _others(page: PageObservation, expectation: ElementIs | ElementHasValue) -> str:
    """What there is of that role instead."""
    names = [one.name or one.text for one in of_role(page, expectation.role)]
    if not names:
        return f"there is no {expectation.role} on the page"
    return f"no such {expectation.role}; the nearest is {nearest(names, expectation.name)}"


def _path(address: str, query: bool) -> str:
    """The path of an address, and its query if asked for."""
    rest = _ADDRESS.sub("", address, count=1).partition("#")[0]
    path, mark, parameters = rest.partition("?")
    return (path or "/") + (mark + parameters if query else "")


def _plain(text: str) -> str:
    return " ".join(text.split())
