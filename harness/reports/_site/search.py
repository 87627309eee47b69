"""What the search of a site finds, as a script of data that is loaded when somebody searches; ``site.js`` does searching."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import chain

from harness.domain.gate import DecisionRecord
from harness.domain.golden import CaseResult
from harness.domain.results import CardResult
from harness.domain.visible import visible
from harness.reports._site.data import SiteData
from harness.reports._site.places import Section, anchor
from harness.reports._site.tones import Tone, of_exit, tone
from harness.reports.traces._contents import words_of

_MOST_WORDS = 4_000
"""Characters of one item that are searched beside its name and its title."""
_MOST_OF_ALL = 24_000_000

Entry = tuple[str, str, str, str, str, str, str]
"""Its kind, name, title, state, tone, address from the site's folder on, and all further words."""


def search_script(data: SiteData) -> str:
    """The script: a call with all entries. Nothing in it can act: it is JSON, without ``<``."""
    left = _MOST_OF_ALL
    told: list[Sequence[str]] = []
    for kind, name, title, state, of, path, more in entries(data):
        further = more[: min(_MOST_WORDS, max(left, 0))]
        left -= len(further)
        told.append([visible(one) for one in (kind, name, title[:300], state, of, path, " ".join(further.split()))])
    return f"harnessSearch({json.dumps(told, separators=(',', ':')).replace('<', chr(92) + 'u003c')});\n"


def entries(data: SiteData) -> Iterator[Entry]:
    """Everything that can be found, in the order in which equals are told."""
    return chain(
        _requirements(data),
        _principles(data),
        _cards(data),
        _cases(data),
        _tests(data),
        _waivers(data),
        _decisions(data),
        _runs(data),
        _sections(data),
    )


def _entry(kind: str, name: str, title: str, state: StrEnum | str, of: Tone, path: str | None, *more: str) -> Entry:
    return (kind, name, title, str(state), of.value, path or "", "\n".join(one for one in more if one))


def _requirements(data: SiteData) -> Iterator[Entry]:
    for row in data.trace.rows if data.trace else ():
        one = row.requirement
        path = data.path_of(f"requirement {one.qualified}")
        more = (
            one.text,
            row.reason,
            *(scenario.text for scenario in one.scenarios),
            *(link.evidence.id for link in row.links),
        )
        yield _entry("requirement", one.qualified, words_of(row), row.state, tone(row.state), path, *more)


def _principles(data: SiteData) -> Iterator[Entry]:
    for one in data.principles:
        result = one.result
        places = (f"{found.span.path}:{found.span.line} {found.note} {found.symbol}" for found in result.findings)
        path = data.path_of(f"principle {result.id}")
        more = (result.constraint, result.rationale, result.pattern, result.reason, *result.cwes, *places)
        yield _entry("principle", result.id, result.title, result.outcome, tone(result.outcome), path, *more)


def _cards(data: SiteData) -> Iterator[Entry]:
    for one in data.cards:
        card = one.card
        path = data.path_of(f"card {card.id}")
        more = (card.reason, card.path, " ".join(card.verifies), *_of_card(card))
        yield _entry("card", card.id, card.title, card.state, tone(card.state), path, *more)


def _of_card(card: CardResult) -> Iterator[str]:
    for attempt in card.attempts[-1:]:
        for step in attempt.steps:
            yield step.text
            for expectation in step.expectations:
                yield f"{expectation.text} {expectation.seen}"


def _cases(data: SiteData) -> Iterator[Entry]:
    for one in data.cases:
        case = one.case
        path = data.path_of(f"golden case {one.name}") or data.path_of(f"golden case {case.id}")
        more = (case.reason, case.path, " ".join(case.verifies), *_of_case(case))
        yield _entry("golden case", one.name, case.title, case.outcome, tone(case.outcome), path, *more)


def _of_case(case: CaseResult) -> Iterator[str]:
    for one in case.differences:
        yield f"{one} {one.golden or ''} {one.received or ''}"


def _tests(data: SiteData) -> Iterator[Entry]:
    for one in data.tests:
        path = data.path_of(f"test {one.result.id}")
        yield _entry("test", one.result.id, one.result.reason, one.result.outcome, tone(one.result.outcome), path)


def _waivers(data: SiteData) -> Iterator[Entry]:
    for one in data.waivers:
        path = data.path_of(f"waiver {one.id}")
        yield _entry(
            "waiver", one.id, one.reason, one.state, tone(one.state), path, one.scope, one.owner, str(one.place)
        )


def _decisions(data: SiteData) -> Iterator[Entry]:
    for line in reversed(data.log.lines):
        if isinstance(line, DecisionRecord):
            decision = line.decision
            path = f"{Section.DECISIONS.path}#{anchor('decision', line.id)}"
            more = (reason.what for reason in decision.reasons)
            yield _entry(
                "decision",
                line.id,
                f"{decision.band} on {decision.line}, {line.when[:16]}",
                decision.band,
                tone(decision.band),
                path,
                *more,
            )


def _runs(data: SiteData) -> Iterator[Entry]:
    for line in data.runs:
        state = line.exit_code.name.lower()
        yield _entry(
            "run",
            line.id,
            line.command,
            state,
            of_exit(line.exit_code),
            data.path_of(f"record {line.id}"),
            line.tree,
            line.trouble,
        )


def _sections(data: SiteData) -> Iterator[Entry]:
    for section in Section:
        yield _entry("page", section.heading, "", "", Tone.NONE, section.path)
