"""Which requirements need not be shown for now, and which exemptions hold no more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from harness.domain.codes import Code
from harness.domain.places import Mistake
from harness.domain.requirements import ByName
from harness.domain.tracing import Exemption, RowState
from harness.trace import codes
from harness.trace.nearness import Nearness

COVERED = (RowState.UNTESTED, RowState.UNDECIDED)
"""What an exemption excuses: that something is not shown. What fails, and what nobody looked at again, stays what it is."""


def exempted(
    exemptions: Iterable[Exemption], requirements: ByName, today: date
) -> tuple[dict[str, Exemption], tuple[Mistake, ...]]:
    """The exemptions that hold today, by the qualified id of their requirement, and what is wrong with the others."""
    found: dict[str, Exemption] = {}
    mistakes: list[Mistake] = []
    for one in exemptions:
        meant = requirements.all(one.requirement)
        if len(meant) != 1:
            mistakes.append(_unknown(one, [other.qualified for other in meant], requirements))
        elif trouble := _trouble(one, today):
            mistakes.append(trouble)
        elif meant[0].qualified in found:
            what = f"the requirement '{one.requirement}' is exempted twice"
            mistakes.append(_mistake(codes.EXEMPTION, one, what, "keep one of the two"))
        else:
            found[meant[0].qualified] = one
    return found, tuple(mistakes)


def _trouble(one: Exemption, today: date) -> Mistake | None:
    if not (one.reason.strip() and one.who.strip()):
        what = f"the exemption of '{one.requirement}' says not {'who accepted it' if one.reason.strip() else 'why'}"
        return _mistake(codes.EXEMPTION, one, what, "give `reason` and `who`")
    until = _day(one.until)
    if until is None:
        what = f"the exemption of '{one.requirement}' ends on no day: '{one.until}'"
        return _mistake(codes.EXEMPTION, one, what, "write it as 2027-01-31")
    if until < today:
        what = f"the exemption of '{one.requirement}' ended on {one.until}"
        return _mistake(codes.EXPIRED, one, what, f"show the requirement, or have {one.who} renew the exemption")
    return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _unknown(one: Exemption, names: list[str], requirements: ByName) -> Mistake:
    if names:
        what = f"'{one.requirement}' stands for several requirements, and an exemption is for one"
        return _mistake(codes.EXEMPTION, one, what, f"name one of {', '.join(names[:5])}")
    near = Nearness(requirements.names()).of(one.requirement)
    hint = f"did you mean '{near[0]}'?" if near else "take it away, or name one that `harness spec show` lists"
    return _mistake(codes.EXEMPTION, one, f"there is no requirement '{one.requirement}' to exempt", hint)


def _mistake(code: Code, one: Exemption, what: str, hint: str) -> Mistake:
    return Mistake(place=one.place, what=what, hint=hint, code=code.code)
