"""The first page: the decision with its reasons, what each oracle says, and what wants looking at."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from harness.domain.findings import Finding, Outcome
from harness.domain.gate import Decision
from harness.domain.golden import CaseOutcome
from harness.domain.tracing import RowState
from harness.domain.verdicts import ExitCode, State
from harness.reports._contents import reason_lines
from harness.reports._html.markup import Child, Markup, element, joined
from harness.reports._html.words import counted
from harness.reports._lines import cut
from harness.reports._site.data import SiteCard, SiteCase, SiteData, SitePrinciple
from harness.reports._site.deciding import details, reasons, sentence
from harness.reports._site.filtering import counted_states
from harness.reports._site.frame import command, link, moment, page
from harness.reports._site.places import Section
from harness.reports._site.requirements import share_bar
from harness.reports._site.tones import Tone, state_tag, tone
from harness.reports.traces._contents import words_of

_MOST = 6
"""Things of one kind that want looking at and are named here."""
_LONGEST = 160


def overview_page(data: SiteData) -> str:
    """What someone has to know first."""
    return page(
        data,
        Section.OVERVIEW.path,
        Section.OVERVIEW,
        "Overview",
        _decision(data),
        _notes(data),
        element("section", element("h2", "What was shown", class_="heard"), *_tiles(data), class_="tiles"),
        _wanting(data),
        _weighed(data),
    )


def _decision(data: SiteData) -> Markup:
    decision = data.decision or (data.recorded.decision if data.recorded else None)
    if decision is None:
        return _none(data)
    of = Tone.OPEN if decision.held else tone(decision.band)
    return element(
        "header",
        element("p", _about(data, decision), class_="eyebrow"),
        element(
            "h1",
            element("span", decision.band.value, class_=f"band t-{of}"),
            element("span", sentence(decision), class_="sentence"),
        ),
        reasons(data, decision, brief=True),
        class_=f"decision t-{of}",
    )


def _about(data: SiteData, decision: Decision) -> Child:
    if data.decision is None and data.recorded is not None:
        return f"The newest decision, of {moment(data.recorded.when)}; what the gate says now is not known: {data.undecided}"
    kept = (
        data.recorded is not None
        and data.recorded.decision.id == decision.id
        and data.recorded.decision.tree == decision.tree
    )
    of_runs = f" from {counted(len(data.only), 'run')}" if data.only else ""
    of_runs += f", for what changed since {decision.since[:12]}" if decision.since else ""
    shadow = " · shadow" if decision.is_shadow else ""
    told = "as it is recorded" if kept else "as it is now; nothing of it is recorded yet"
    return f"The gate on this tree{of_runs}, {told}{shadow}"


def _none(data: SiteData) -> Markup:
    why = element("p", data.undecided, class_="sentence") if data.undecided else None
    return element(
        "header",
        element("p", "The gate on this tree", class_="eyebrow"),
        element("h1", element("span", "No decision yet", class_="band t-none")),
        why,
        element(
            "p",
            command("harness verify"),
            " runs everything that the project has and decides; ",
            command("harness gate"),
            " decides from what was recorded.",
            class_="note",
        ),
        class_="decision t-none",
    )


def _notes(data: SiteData) -> Child:
    if not data.notes:
        return None
    told = [element("li", one) for one in data.notes[:_MOST]]
    more = len(data.notes) - _MOST
    told += [element("li", link("", Section.RUNS.path, f"and {more:,} more"))] if more > 0 else []
    return element(
        "div", element("strong", "Not everything could be read or believed"), element("ul", *told), class_="callout bad"
    )


# --- what each oracle says --------------------------------------------------------------------------------------------


def _tiles(data: SiteData) -> Sequence[Child]:
    rows = data.trace.rows if data.trace else ()
    return [
        _tile(
            Section.REQUIREMENTS,
            [row.state for row in rows],
            list(RowState),
            data.untraced or "No requirement was found.",
        ),
        _tile(
            Section.PRINCIPLES,
            [one.result.outcome for one in data.principles],
            _OUTCOMES,
            "No principle was checked.",
            _old(data.principles),
        ),
        _tile(
            Section.CARDS,
            [one.card.state for one in data.cards],
            _STATES,
            "No card was carried out.",
            _old(data.cards),
        ),
        _tile(
            Section.GOLDEN,
            [one.case.outcome for one in data.cases],
            _CASES,
            "No golden case was compared.",
            _old(data.cases),
        ),
    ]


def _old(found: Sequence[SitePrinciple] | Sequence[SiteCard] | Sequence[SiteCase]) -> int:
    """How many results are of another tree."""
    return sum(one.is_current is False for one in found)


_OUTCOMES = [Outcome.VIOLATION, Outcome.GAP, Outcome.UNVERIFIED, Outcome.WAIVED, Outcome.PASS, Outcome.NOT_APPLICABLE]
_STATES = [State.FAIL, State.FLAKY, State.INCONCLUSIVE, State.PASS]
_CASES = sorted(CaseOutcome, key=lambda one: (one.exit_code is ExitCode.PASS, one.exit_code))


def _tile(section: Section, states: Sequence[StrEnum], order: Sequence[StrEnum], nothing: str, old: int = 0) -> Markup:
    """What an oracle says; ``old`` counts results of another tree, which say nothing of this one."""
    head = element("h3", link("", section.path, section.heading), element("span", f"{len(states):,}", class_="number"))
    body = share_bar(counted_states(states, order)) if states else element("p", nothing, class_="note")
    told = f"{'all' if old == len(states) else f'{old:,}'} of another tree: nothing of that counts for this one"
    return element("div", head, body, element("p", told, class_="old") if old else None, class_="tile")


# --- what wants looking at --------------------------------------------------------------------------------------------


def _wanting(data: SiteData) -> Child:
    """The worst of each kind. What the decision names is here again, by kind, and with what was seen."""
    parts = [part for part in (_principles(data), _cards(data), _cases(data), _requirements(data)) if part]
    return element("section", element("h2", "What wants looking at"), *parts, class_="wanting") if parts else None


def _group(section: Section, title: str, rows: Sequence[Markup]) -> Child:
    if not rows:
        return None
    more = len(rows) - _MOST
    all_of_it = link("", section.path, f"and {more:,} more") if more > 0 else None
    return element(
        "section",
        element("h3", title),
        element("ul", *rows[:_MOST], element("li", all_of_it, class_="more") if all_of_it else None),
        class_="group",
    )


def _line(path: str, id: str, state: StrEnum, told: Child, below: Child = None) -> Markup:
    return element(
        "li",
        state_tag(state),
        element(
            "span",
            link("", path, element("code", id)),
            " ",
            told,
            element("span", below, class_="why soft") if below else None,
        ),
    )


def _principles(data: SiteData) -> Child:
    broken = [
        one.result
        for one in data.principles
        if one.result.outcome in (Outcome.VIOLATION, Outcome.GAP, Outcome.UNVERIFIED)
    ]
    broken.sort(key=lambda one: (_OUTCOMES.index(one.outcome), one.level, one.id))
    rows = [
        _line(
            data.path_of(f"principle {one.id}") or "",
            one.id,
            one.outcome,
            one.title,
            _places(one.counting) or one.reason,
        )
        for one in broken
    ]
    return _group(Section.PRINCIPLES, f"{counted(len(rows), 'principle')} not kept", rows)


def _places(found: Sequence[Finding]) -> Child:
    places = [element("code", f"{one.span.path}:{one.span.line}") for one in found[:3]]
    return joined(*(joined(", " if at else None, place) for at, place in enumerate(places))) if places else None


def _cards(data: SiteData) -> Child:
    bad = sorted(
        (one.card for one in data.cards if one.card.state is not State.PASS),
        key=lambda one: (_STATES.index(one.state), one.id),
    )
    rows = [
        _line(
            data.path_of(f"card {one.id}") or "",
            one.id,
            one.state,
            one.title,
            cut(next(iter(reason_lines(one.reason)), ""), _LONGEST) or None,
        )
        for one in bad
    ]
    return _group(Section.CARDS, f"{counted(len(rows), 'card')} that did not pass", rows)


def _cases(data: SiteData) -> Child:
    bad = sorted(
        (one for one in data.cases if one.case.exit_code is not ExitCode.PASS),
        key=lambda one: (_CASES.index(one.case.outcome), one.name),
    )
    rows = [
        _line(
            data.path_of(f"golden case {one.case.id}") or "",
            one.name,
            one.case.outcome,
            one.case.title,
            _differences(len(one.case.differences) + one.case.more_differences),
        )
        for one in bad
    ]
    return _group(Section.GOLDEN, f"{counted(len(rows), 'golden case')} not the same", rows)


def _differences(number: int) -> Child:
    return counted(number, "difference") if number else None


def _requirements(data: SiteData) -> Child:
    bad = [
        row for row in (data.trace.rows if data.trace else ()) if row.state not in (RowState.VERIFIED, RowState.WAIVED)
    ]
    bad.sort(key=lambda row: list(RowState).index(row.state))
    rows = [
        _line(
            data.path_of(f"requirement {row.requirement.qualified}") or "",
            row.requirement.qualified,
            row.state,
            cut(words_of(row), _LONGEST),
        )
        for row in bad[: _MOST + 1]
    ]
    rows += [Markup()] * (len(bad) - len(rows))
    return _group(Section.REQUIREMENTS, f"{counted(len(bad), 'requirement')} not shown", rows)


def _weighed(data: SiteData) -> Child:
    decision = data.decision or (data.recorded.decision if data.recorded else None)
    if decision is None:
        return None
    record = data.recorded if data.recorded and data.recorded.decision == decision else None
    return element("section", element("h2", "What was weighed"), details(data, decision, record), class_="part")
